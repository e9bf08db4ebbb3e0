import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { missing } from '../../../platform/kernel/system-error.ts';
import { contentSecurityPolicy, NONCE_PLACEHOLDER } from '../../server/content-security-policy.ts';

interface WebRouteParts {
  /** Of the built web application; it may be absent. */
  folder: string;
}

const ASSET = /^\/assets\//;
/** The address of a page has no ending. */
const FILE = /\.[^/]*$/;
const PAGE = /text\/html/i;
/** Anything, or any text. */
const ANY_PAGE = /(^|,)\s*(\*|text)\/\*/i;
const NOT_A_PAGE = /^\/(api|docs|health|healthz|readyz)(\/|$)/;

/**
 * The routes of the web application: its hashed assets, which browsers cache for ever, and its one page for every
 * navigation. The page itself interprets the path. Without a build, `/` redirects to the documentation of the API.
 */
export const webRoutes =
  ({ folder }: WebRouteParts): FastifyPluginAsync =>
  async (app) => {
    const page = await readPage(folder);
    if (page !== undefined) {
      await app.register(fastifyStatic, {
        root: folder,
        serve: false,
        preCompressed: true,
        immutable: true,
        maxAge: '365d',
      });
    }
    app.route({
      method: ['GET', 'HEAD'],
      url: '/*',
      config: { access: 'public' },
      schema: { hide: true },
      handler: async (request, reply) => {
        const path = request.url.replace(/\?.*/s, '');
        if (page === undefined) return path === '/' ? reply.redirect('/docs') : reply.callNotFound();
        if (ASSET.test(path)) {
          reply.header('content-security-policy', contentSecurityPolicy());
          return reply.sendFile(path);
        }
        return isNavigation(request, path) ? sendPage(reply, page) : reply.callNotFound();
      },
    });
  };

/** Monitors, link previews and command-line tools accept any type. A browser that loads an image does too. */
function isNavigation({ headers: { accept = '*/*' } }: FastifyRequest, path: string): boolean {
  if (NOT_A_PAGE.test(path)) return false;
  return PAGE.test(accept) || (!FILE.test(path) && ANY_PAGE.test(accept));
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  return reply
    .header('content-security-policy', contentSecurityPolicy(nonce))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replaceAll(NONCE_PLACEHOLDER, nonce));
}

const readPage = (folder: string): Promise<string | undefined> =>
  readFile(join(folder, 'index.html'), 'utf8').catch(missing);
