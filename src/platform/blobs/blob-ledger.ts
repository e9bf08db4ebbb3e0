import { setTimeout } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import { conditionOf } from '../db/database-error.ts';
import { beginRemoval, claimBlob, endRemoval, keepBlob, resumeRemovals } from './blob-ledger-store.ts';
import type { BlobStore, PutOptions } from './blob-store.ts';

interface LedgerParts {
  store: BlobStore;
  /** For how long a removal without an answer may still happen, in milliseconds. */
  doubtMs: number;
  database: Pick<Database, 'query' | 'transaction'>;
  /** @throws AppError if nothing may be removed at this moment: the store may not be the one of the database */
  requireRemoval(): Promise<void>;
  log: { error(fields: object, message: string): void };
}

/** A removal lasts some milliseconds. */
const CLAIM_ATTEMPTS = 20;
const CLAIM_PAUSE_MS = 100;

/**
 * The blobs of an installation: a store, and the ledger in the database that says which of them may be referred to. A
 * blob has its row before it is stored, and the transaction that refers to a blob locks that row by its foreign key.
 */
export interface Blobs extends Omit<BlobStore, 'put' | 'remove'> {
  put(
    source: Parameters<BlobStore['put']>[0],
    options?: Pick<PutOptions, 'maxBytes'>,
  ): ReturnType<BlobStore['put']>;
  /** Protects a blob until a change refers to it, for up to an hour. Stores the blob if it is missing. */
  keep(hash: string, bytes: Uint8Array): Promise<void>;
  /**
   * Removes a blob to which nothing refers, unless somebody may be about to. Returns whether it was removed. A
   * concurrent `put` or `keep` never loses the blob: it is either spared or stored again.
   */
  remove(hash: string): Promise<boolean>;
  /** Ends the removals that processes had begun when they died. */
  endRemovals(): Promise<void>;
}

export function openBlobLedger({ store, doubtMs, database, requireRemoval, log }: LedgerParts): Blobs {
  const claim = async (hash: string, attempts = CLAIM_ATTEMPTS): Promise<void> => {
    try {
      return await claimBlob(database.query, hash, doubtMs);
    } catch (error) {
      if (conditionOf(error) !== 'in_use' || attempts === 1) throw error;
    }
    await setTimeout(CLAIM_PAUSE_MS);
    return claim(hash, attempts - 1);
  };
  const put: Blobs['put'] = (source, options) =>
    store.put(source, { ...options, claim: (hash) => claim(hash) });
  const mayRemove = async (hash: string) => {
    try {
      await requireRemoval();
      return true;
    } catch (err) {
      log.error({ err, sha256: hash }, 'a file was not removed');
      return false;
    }
  };
  const finish = async (hash: string) => {
    const removed = await store.remove(hash);
    await endRemoval(database.query, hash);
    return removed;
  };
  return {
    ...store,
    put,
    async keep(hash, bytes) {
      if ((await keepBlob(database.query, hash)) && (await store.stat(hash))) return;
      await put(bytes);
    },
    async remove(hash) {
      if (!(await mayRemove(hash))) return false;
      // The file goes when a power cut cannot bring the row back, and in no transaction: the store may hang.
      const begun = await database.transaction((tx) => beginRemoval(tx, hash)).catch(spare);
      return begun && finish(hash);
    },
    async endRemovals() {
      const resumed = await database.transaction((tx) => resumeRemovals(tx, doubtMs));
      for (const hash of resumed) {
        if (await mayRemove(hash)) await finish(hash);
      }
    },
  };
}

/** Spares a blob to which something refers since a moment ago. */
function spare(error: unknown): false {
  if (conditionOf(error) !== 'reference_violation') throw error;
  return false;
}
