import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** A page with the lenses alone, on made-up models: `npx vite tests/renderer/lenses/harness`. */
export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1' },
  cacheDir: '../../../../node_modules/.cache/vite-lenses',
});
