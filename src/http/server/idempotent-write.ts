import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Transaction } from '../../platform/db/database.ts';
import {
  claimKey,
  isKeyUsed,
  keepResponse,
  MAX_KEYS_OF_ACCOUNT,
  type StoredResponse,
} from '../../platform/idempotency/idempotency-store.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { actorOf } from './access.ts';
import type { RequestDatabase } from './request-database.ts';

const MAX_KEY_LENGTH = 255;

type RequireVisible = (tx: Transaction, stored: StoredResponse) => Promise<unknown>;

/**
 * Performs one change in one transaction and responds with its outcome. With an `Idempotency-Key`, the change is made
 * once, however often the request arrives, even concurrently.
 *
 * @param content the content of the request, if its body is not available. Another content needs another key.
 * @param requireVisible checks, before a stored response is repeated, that the actor may still see it. Routes whose
 *   `config.access` decides that need none.
 */
export async function idempotentWrite(
  database: RequestDatabase,
  request: FastifyRequest,
  reply: FastifyReply,
  change: (tx: Transaction) => Promise<StoredResponse>,
  content: unknown = request.body,
  requireVisible: RequireVisible = async () => {},
): Promise<void> {
  const key = request.headers['idempotency-key'];
  const answer = await database.transactionsOf(request)((tx) =>
    typeof key === 'string'
      ? changeUnderKey(tx, request, reply, { key, content, requireVisible }, change)
      : change(tx),
  );
  if (answer.location !== undefined) reply.header('location', answer.location);
  if (answer.etag !== undefined) reply.header('etag', answer.etag);
  await reply.code(answer.status).send(answer.body);
}

/** Returns whether a request will receive the stored response to an earlier one. */
export async function isRepeated({ query }: RequestDatabase, request: FastifyRequest): Promise<boolean> {
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' && isKeyUsed(query, { actor: actorOf(request).email, key });
}

async function changeUnderKey(
  tx: Transaction,
  request: FastifyRequest,
  reply: FastifyReply,
  { key, content, requireVisible }: { key: string; content: unknown; requireVisible: RequireVisible },
  change: (tx: Transaction) => Promise<StoredResponse>,
): Promise<StoredResponse> {
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
    throw new AppError(
      'invalid',
      'bad_idempotency_key',
      `Idempotency-Key must have 1 to ${MAX_KEY_LENGTH} characters.`,
    );
  }
  const fingerprint = sha256(`${request.method} ${request.url} ${JSON.stringify(content ?? null)}`);
  const claim = { actor: actorOf(request).email, key, fingerprint, at: new Date() };
  const claimed = await claimKey(tx, claim);
  if (claimed === 'too_many') {
    const text = `This account has used ${MAX_KEYS_OF_ACCOUNT.toLocaleString('en')} keys in the last 24 hours. Repeat the request later, or without an Idempotency-Key.`;
    throw new AppError('rate_limited', 'too_many_idempotency_keys', text, { retryAfterSeconds: 3600 });
  }
  if (claimed === 'other_request') {
    throw new AppError(
      'invalid',
      'idempotency_key_reused',
      'This Idempotency-Key was used for a different request. Choose a new one.',
    );
  }
  if (claimed !== 'new') {
    await requireVisible(tx, claimed);
    reply.header('idempotency-replayed', 'true');
    return claimed;
  }
  const answer = await change(tx);
  await keepResponse(tx, claim, answer);
  return answer;
}
