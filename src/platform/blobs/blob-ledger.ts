import type { Database } from '../db/database.ts';
import { conditionOf } from '../db/database-error.ts';
import {
  beginRemoval,
  claimBlob,
  endRemoval,
  keepBlob,
  lockRemoval,
  retryRemovals,
} from './blob-ledger-store.ts';
import type { BlobStore, PutOptions } from './blob-store.ts';

interface LedgerParts {
  store: BlobStore;
  /** For how long a removal may still happen after its attempt has failed, in milliseconds. */
  doubtMs?: number;
  database: Pick<Database, 'query' | 'transaction'>;
  /** @throws AppError if nothing may be removed at this moment: the store may not be the one of the database */
  requireRemoval(): Promise<void>;
  log: { error(fields: object, message: string): void };
}

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

export function openBlobLedger({ store, doubtMs = 0, database, requireRemoval, log }: LedgerParts): Blobs {
  const claim = (hash: string) => claimBlob(database.query, hash, doubtMs);
  const put: Blobs['put'] = (source, options) => store.put(source, { ...options, claim });
  const mayRemove = async (hash: string) => {
    try {
      await requireRemoval();
      return true;
    } catch (err) {
      log.error({ err, sha256: hash }, 'a file was not removed');
      return false;
    }
  };
  const finish = (hash: string) =>
    database.transaction(async (tx) => {
      if (!(await lockRemoval(tx, hash))) return false;
      const removed = await store.remove(hash);
      await endRemoval(tx, hash);
      return removed;
    });
  return {
    ...store,
    put,
    async keep(hash, bytes) {
      if ((await keepBlob(database.query, hash)) && (await store.stat(hash))) return;
      await put(bytes);
    },
    async remove(hash) {
      if (!(await mayRemove(hash))) return false;
      // Two transactions: the file goes when a power cut cannot bring the row back.
      const begun = await database.transaction((tx) => beginRemoval(tx, hash)).catch(spare);
      return begun && finish(hash);
    },
    async endRemovals() {
      for (const hash of await database.transaction(retryRemovals)) {
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
