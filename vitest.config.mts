import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Native addons (onnxruntime) are safest in processes of their own.
    pool: 'forks',
    testTimeout: 120_000,
  },
});
