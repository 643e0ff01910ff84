import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Lines of code that reach a person's machine as they are: readable stack traces are worth more than bytes. */
const READABLE = { minify: false, sourcemap: false } as const;

export default defineConfig({
  main: {
    build: {
      ...READABLE,
      rolldownOptions: {
        // The worker is the entry of Electron's utility processes.
        input: { index: resolve('src/main/index.ts'), worker: resolve('src/worker/main.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      ...READABLE,
      // A sandboxed preload script is one CommonJS file and can require nothing but Electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      rolldownOptions: { input: resolve('src/renderer/index.html') },
      // The content policy allows no data: fonts.
      assetsInlineLimit: 0,
    },
  },
});
