// Preloaded into a kernel: it ends when the program that started it has gone, however that ended.
process.on('disconnect', () => process.exit());
process.channel?.unref();
