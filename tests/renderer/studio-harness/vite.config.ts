import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window without Electron: `npx vite build -c tests/renderer/studio-harness/vite.config.ts`, then open it with any static server on loopback. */
export default defineConfig({
  root: resolve('tests/renderer/studio-harness'),
  plugins: [react()],
  build: { outDir: resolve('out/studio-harness'), emptyOutDir: true, assetsInlineLimit: 0 },
  server: { host: '127.0.0.1', port: 5301, strictPort: true, fs: { allow: [resolve('.')] } },
});
