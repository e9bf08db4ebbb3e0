import { buildOnce } from './build-once.mjs';

/** Builds the web application into `web/dist`. */
export const buildWeb = (node) =>
  buildOnce(node, {
    what: 'web application',
    sources: ['web'],
    folder: 'web/dist',
    tool: 'vite',
    command: ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'error'],
  });
