import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // What every page needs of others' code in one file: it packs smaller, and stays in the browser's store when only our own pages change.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'libraries', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/ }] } },
    },
  },
  server: { proxy: { '/v1': 'http://localhost:3000', '/auth': 'http://localhost:3000', '/openapi.json': 'http://localhost:3000' } },
});
