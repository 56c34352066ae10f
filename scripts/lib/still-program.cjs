// Preloaded into a kernel: TypeScript does not watch the disk. It would ask for a rebuild whenever a file or folder appears beside the
// notebook or in a folder above it, while tslab knows only the rebuild of its own cells: from then on every cell would fail with
// "Unexpected pending rebuildTimer". What a cell imports does not change while it is imported.
const { sys } = require('@tslab/typescript-for-tslab');

const nothing = () => ({ close() {} });
sys.watchFile = nothing;
sys.watchDirectory = nothing;
