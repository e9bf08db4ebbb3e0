import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompressed } from './precompressed.ts';

const { ROOMSHOT_PORT = '8080' } = process.env;
const server = `http://127.0.0.1:${ROOMSHOT_PORT}`;

export default defineConfig({
  plugins: [react(), precompressed()],
  // The server replaces this text with a new nonce in each response.
  html: { cspNonce: 'NONCE-OF-THIS-RESPONSE' },
  build: {
    // The first versions that support light-dark() in CSS, from 2024.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // A data: URL would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    manifest: true,
  },
  server: { proxy: { '/api': server, '/docs': server } },
});
