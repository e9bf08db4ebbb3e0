import type { FastifyRequest } from 'fastify';

const BOUNDARY = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i;

/**
 * Counts the delimiters of a form while it arrives: one before each part, and one at the end. Call this before
 * anything reads the form.
 */
export function countDelimiters({ raw }: FastifyRequest): () => number {
  const [, quoted, plain] = BOUNDARY.exec(raw.headers['content-type'] ?? '') ?? [];
  const delimiter = Buffer.from(`\r\n--${quoted ?? plain ?? ''}`);
  let count = 0;
  // A delimiter begins with the end of the line before it. The first one may have no line before it.
  let rest = Buffer.from('\r\n');
  raw.on('data', (chunk: Buffer) => {
    const bytes = Buffer.concat([rest, chunk]);
    let end = 0;
    for (let at = bytes.indexOf(delimiter); at >= 0; at = bytes.indexOf(delimiter, end)) {
      count++;
      end = at + delimiter.length;
    }
    rest = bytes.subarray(Math.max(end, bytes.length - delimiter.length + 1));
  });
  return () => count;
}
