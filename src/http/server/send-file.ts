import type { FastifyReply, FastifyRequest } from 'fastify';
import { MediaResponse, NoContent } from '../schema/media-response.ts';

interface ServedFile {
  bytes: Buffer;
  /** Of the bytes, in hexadecimal; the ETag. */
  sha256: string;
  /** May hold anything a user typed. */
  name: string;
  type: string;
}

/** The answers of a route that sends a file of one of these media types. */
export const fileResponses = (...types: string[]) => ({
  200: MediaResponse('The whole file', ...types),
  206: MediaResponse('The range that was asked for', ...types),
  304: NoContent('The client has this file already'),
  416: NoContent('The file has no such range'),
});

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * Answers with a file: whole, the one range that was asked for, or 304 if the client has it already.
 * `recordDelivery` runs, and must succeed, before the first byte leaves; so not for `HEAD`, which gives nothing away.
 */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { bytes, sha256, name, type }: ServedFile,
  recordDelivery: () => Promise<void>,
): Promise<void> {
  const etag = `"${sha256}"`;
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-disposition': attachment(name),
    'x-content-type-options': 'nosniff',
  });
  if (names(request.headers['if-none-match'], etag)) {
    await reply.code(304).send();
    return;
  }
  if (request.method === 'HEAD') {
    await reply.type(type).send(bytes);
    return;
  }
  const fresh = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const range = fresh ? requestedRange(request.headers.range, bytes.length) : 'whole';
  if (range === 'unsatisfiable') {
    await reply.code(416).header('content-range', `bytes */${bytes.length}`).send();
    return;
  }
  await recordDelivery();
  if (range !== 'whole') {
    reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${bytes.length}`);
  }
  await reply.type(type).send(range === 'whole' ? bytes : bytes.subarray(range.first, range.last + 1));
}

/** Whether an `If-None-Match` names the tag (RFC 9110, section 13.1.2). */
function names(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === etag || tag === '*');
}

/** What a `Range` header asks for (RFC 9110, section 14.2). Several ranges at once get the whole file. */
function requestedRange(
  header: string | undefined,
  size: number,
): 'whole' | 'unsatisfiable' | { first: number; last: number } {
  const [, from = '', to = ''] = ONE_RANGE.exec(header ?? '') ?? [];
  if (from === '' && to === '') return 'whole';
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first > last || first >= size ? 'unsatisfiable' : { first, last };
}

/** A file name as a header value: a plain one for all, the true one in UTF-8 (RFC 6266, RFC 8187). */
function attachment(name: string): string {
  const plain = name.replace(/[^\w.() -]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const header = `attachment; filename="${plain}"`;
  return plain === name ? header : `${header}; filename*=UTF-8''${encoded}`;
}
