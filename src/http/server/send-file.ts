import { Readable } from 'node:stream';
import { encodeExtended } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fresh from 'fresh';
import { parse } from 'range-parser';
import type { ByteRange } from '../../platform/blobs/blob-store.ts';
import { MediaResponse, NoContent } from '../schema/media-response.ts';

interface ServedFile {
  /** Returns the content, or a part of it. */
  open(range?: ByteRange): Promise<Buffer | Readable>;
  /** Bytes. */
  size: number;
  /** Of the content, in hexadecimal; the ETag. */
  sha256: string;
  /** The name, which may be any text of a user. */
  name: string;
  type: string;
}

/** Returns the responses of a route that sends a file of one of these media types. */
export const fileResponses = (...types: string[]) => ({
  200: MediaResponse('The whole file', ...types),
  206: MediaResponse('The range that was asked for', ...types),
  304: NoContent('The client has this file already'),
  416: NoContent('The file has no such range'),
});

/** As `range-parser` says that at least one range was well-formed and outside of the file, and none was malformed. */
const UNSATISFIABLE = 2;

/**
 * Answers with a file: whole, the one range that was asked for, or 304 if the client has it already.
 * `recordDelivery` runs, and must succeed, before the first byte leaves. It does not run for `HEAD`, which
 * delivers no content.
 */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { open, size, sha256, name, type }: ServedFile,
  recordDelivery: () => Promise<void>,
): Promise<void> {
  const etag = `"${sha256}"`;
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    'content-disposition': attachment(name),
    'x-content-type-options': 'nosniff',
  });
  // Only this header: with `Cache-Control: no-cache`, `fresh` would send a file that the client has just named.
  if (fresh({ 'if-none-match': request.headers['if-none-match'] }, { etag })) {
    await reply.code(304).send();
    return;
  }
  if (request.method === 'HEAD') {
    // A stream: Fastify would measure anything else, and overwrite the length of the file with 0.
    await reply.type(type).header('content-length', size).send(Readable.from([]));
    return;
  }
  const range = requestedRange(request, etag, size);
  if (range === 'unsatisfiable') {
    await reply.code(416).header('content-range', `bytes */${size}`).send();
    return;
  }
  const content = await openRecorded(() => open(range), recordDelivery);
  if (range) reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${size}`);
  const length = range ? range.last - range.first + 1 : size;
  await reply.type(type).header('content-length', length).send(content);
}

/** Opens first, so that the delivery of a file that is missing is not recorded. */
async function openRecorded<Content extends Buffer | Readable>(
  open: () => Promise<Content>,
  recordDelivery: () => Promise<void>,
): Promise<Content> {
  const content = await open();
  try {
    await recordDelivery();
    return content;
  } catch (error) {
    if (content instanceof Readable) content.destroy();
    throw error;
  }
}

/**
 * Parses the `Range` of a request (RFC 9110, section 14.2). Returns `undefined` for the whole file: for several ranges,
 * for malformed ones, and if `If-Range` names another file (strong comparison, section 13.1.5).
 */
function requestedRange(
  { headers: { range, 'if-range': ifRange } }: FastifyRequest,
  etag: string,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const { type, code, ranges } = parse(size, range);
  if (type !== 'bytes') return undefined;
  if (code === UNSATISFIABLE && ranges.length === 0) return 'unsatisfiable';
  const [only] = ranges;
  return only && code === 0 && ranges.length === 1 ? { first: only.start, last: only.end } : undefined;
}

/**
 * Returns the `Content-Disposition` of a file: an ASCII name for all clients, and the real one in UTF-8 if it differs
 * (RFC 6266, RFC 8187). The ASCII name is always in quotes, as in the reference, because clients search for it.
 * `content-disposition` itself omits the quotes where the grammar allows it.
 */
export function attachment(name: string): string {
  const plain = name.replace(/[^\w.() -]/g, '_');
  const header = `attachment; filename="${plain}"`;
  return plain === name ? header : `${header}; filename*=${encodeExtended(name)}`;
}
