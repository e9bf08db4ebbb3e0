import { buildOnce } from './build-once.mjs';

/** Bundles the server into `dist`. */
export const buildServer = (node) =>
  buildOnce(node, {
    what: 'server',
    sources: ['src', 'scripts/bundle-server.mjs'],
    folder: 'dist',
    tool: 'vite',
    command: ['scripts/bundle-server.mjs'],
  });
