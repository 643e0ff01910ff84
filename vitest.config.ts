import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/e2e/**', 'node_modules/**'],
    globalSetup: ['tests/graphics.setup.mjs'],
    // ONNX Runtime blocks its thread for a whole step, so each file gets a process of its own.
    pool: 'forks',
    testTimeout: 60_000,
  },
});
