import type { FastifyRequest } from 'fastify';
import { AppError } from '../../platform/kernel/errors.ts';

/** A list of entity-tags (RFC 9110, sections 5.6.1 and 8.8.3). Elements of the list can be empty. */
const TAGS = /^(?:[ \t,]|(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"(?=[ \t]*(?:,|$)))*$/;
const TAG = /(W\/)?"([^"]*)"/g;
const REVISION = /^(?:0|[1-9]\d{0,8})$/;

/**
 * Returns the revisions that a request lists in `If-Match`. It is `undefined` if any revision will do: without the
 * header, and with `*`. Tags that can match no revision are left out, such as weak ones (section 13.1.1).
 * @throws AppError `bad_if_match`
 */
export function expectedRevisionsOf({ headers }: FastifyRequest): number[] | undefined {
  const value = headers['if-match'];
  if (value === undefined || value.trim() === '*') return undefined;
  const tags = TAGS.test(value) ? [...value.matchAll(TAG)] : [];
  if (tags.length === 0) throw badIfMatch();
  return tags.flatMap(([, weak, text = '']) => (!weak && REVISION.test(text) ? [Number(text)] : []));
}

const badIfMatch = () =>
  new AppError(
    'malformed',
    'bad_if_match',
    'If-Match must have the revision of the room in double quotes, such as If-Match: "52". Use the ETag of the response in which you read the room.',
  );
