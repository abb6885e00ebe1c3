import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0 },
  server: { proxy: { '/v1': 'http://localhost:3000', '/auth': 'http://localhost:3000', '/openapi.json': 'http://localhost:3000' } },
});
