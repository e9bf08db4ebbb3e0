import { sql } from 'kysely';
import type { Queryable, Transaction } from '../db/database.ts';
import { deleteInBatches } from '../db/delete-in-batches.ts';
import type { Json } from '../kernel/canonical-json.ts';

/** The response to a request that changed data. */
export interface StoredResponse {
  status: number;
  body: Json;
  location?: string | undefined;
  etag?: string | undefined;
}

interface Claim {
  actor: string;
  key: string;
  /** The hash of the request. A key may not be used for two different requests. */
  fingerprint: string;
  at: Date;
}

type Claimed = 'new' | 'other_request' | 'too_many' | StoredResponse;

/** The stored responses of one account. A clean-up deletes those of the day before. */
export const MAX_KEYS_OF_ACCOUNT = 10_000;

/**
 * Claims a key for this transaction. A second claim waits until the first transaction has ended, and then receives its
 * response.
 */
export async function claimKey(tx: Transaction, { actor, key, fingerprint, at }: Claim): Promise<Claimed> {
  const claimed = await sql`
    insert into idempotency_keys (actor, key, fingerprint, created_at)
    select ${actor}, ${key}, ${fingerprint}, ${at}::timestamptz
    where ${MAX_KEYS_OF_ACCOUNT}::int > (
      select count(*) from (
        select from idempotency_keys where actor = ${actor} limit ${MAX_KEYS_OF_ACCOUNT}::int
      ) as stored
    )
    on conflict do nothing returning key`.execute(tx);
  if (claimed.rows.length === 1) return 'new';
  const first = await tx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'status', 'body', 'location', 'etag'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!first) return 'too_many';
  if (first.fingerprint !== fingerprint || first.status === null) return 'other_request';
  const { status, body, location, etag } = first;
  return { status, body, location: location ?? undefined, etag: etag ?? undefined };
}

/** Stores the response under the claimed key. */
export async function keepResponse(tx: Transaction, claim: Claim, answer: StoredResponse): Promise<void> {
  await tx
    .updateTable('idempotency_keys')
    .set({
      ...{ status: answer.status, body: JSON.stringify(answer.body) },
      ...{ location: answer.location ?? null, etag: answer.etag ?? null },
    })
    .where('actor', '=', claim.actor)
    .where('key', '=', claim.key)
    .execute();
}

/** Returns whether a response is stored under a key. */
export async function isKeyUsed(
  db: Queryable,
  { actor, key }: Pick<Claim, 'actor' | 'key'>,
): Promise<boolean> {
  const used = db
    .selectFrom('idempotency_keys')
    .select('key')
    .where('actor', '=', actor)
    .where('key', '=', key);
  return (await used.executeTakeFirst()) !== undefined;
}

/** Deletes the responses from before a given time. Returns how many there were. */
export const forgetOldKeys = (db: Queryable, before: Date): Promise<number> =>
  deleteInBatches(db, 'idempotency_keys', sql`created_at < ${before}::timestamptz`);
