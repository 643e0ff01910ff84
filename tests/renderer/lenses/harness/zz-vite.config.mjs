import { createRequire } from 'node:module';
const require = createRequire('/work/main/package.json');
const react = (await import(require.resolve('@vitejs/plugin-react'))).default;
export default { root: '/work/main/tests/renderer/lenses/harness', plugins: [react()], server: { host: '127.0.0.1', port: 5199, strictPort: true, hmr: false, watch: null }, cacheDir: '/work/main/node_modules/.cache/vite-lenses-t' };
