import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../platform/kernel/errors.ts';

/**
 * Limits the time for the body of a request to arrive, except for forms. A form may contain a large file, so its reader
 * has a limit of its own.
 */
export function limitBodyTime(app: FastifyInstance, milliseconds: number): void {
  app.addHook('preParsing', async ({ headers }, _reply, body) => {
    const isForm = /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');
    if (isForm || !hasBody(headers)) return body;
    // The request itself must stay open, or the client would receive no response.
    const arriving = new PassThrough();
    const timer = setTimeout(() => {
      body.unpipe(arriving);
      arriving.destroy(bodyTooSlow(milliseconds));
    }, milliseconds);
    arriving.once('close', () => clearTimeout(timer));
    body.once('error', (error) => arriving.destroy(error));
    // Nobody reads the body of a request that was refused before, and an error that nobody hears ends the process.
    arriving.on('error', () => {});
    return body.pipe(arriving);
  });
}

const hasBody = (headers: Record<string, unknown>): boolean =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0');

/** Creates the error for a body that did not arrive in time. */
const bodyTooSlow = (milliseconds: number): AppError =>
  new AppError(
    'too_slow',
    'body_too_slow',
    `The request did not arrive within ${Math.ceil(milliseconds / 1000)} seconds. Nothing was changed. Send it again.`,
  );
