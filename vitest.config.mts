import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Native addons (onnxruntime) are safest in processes of their own.
    pool: 'forks',
    // Generous: a busy machine starts kernels and models slowly, and a wait that is too short fails a good build.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
