import { captureState, hashState } from '../../clearance/state/room-state-store.ts';
import { appendAudit } from '../../platform/audit/audit-log.ts';
import type { Blobs } from '../../platform/blobs/blob-ledger.ts';
import { removeUnused } from '../../platform/blobs/collect-orphans.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Clock } from '../../platform/kernel/clock.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import type { Edition, EditionCache } from './edition-cache.ts';
import type { SnapshotType } from './edition-content.ts';
import { type EditionChoice, forgetEditions } from './edition-control-store.ts';

interface ControlParts {
  database: Database;
  blobs: Blobs;
  editions: EditionCache;
  clock: Clock;
}

/** What a snapshot contains if its request says nothing else. */
const EVERY_SECTION = { documents: true, approvals: true, activity: true };

/** Creates the control of the edition cache for administrators. */
export function createEditionControl({ database, blobs, editions, clock }: ControlParts) {
  return {
    /**
     * Invalidates editions, so that the next request renders them again. Editions that snapshots need keep their files.
     * Returns the number of editions.
     * @param transaction in the name of the actor
     * @throws AppError `edition_not_found` if one edition was selected and does not exist
     */
    async invalidate(
      transaction: Database['transaction'],
      actor: { email: string },
      choice: EditionChoice,
    ): Promise<number> {
      const at = clock();
      const forgotten = await transaction(async (tx) => {
        const rows = await forgetEditions(tx, choice);
        if (rows.length === 0 && typeof choice === 'object' && 'key' in choice) throw editionNotFound();
        const what = typeof choice === 'string' ? { all: true } : choice;
        await appendAudit(tx, {
          at,
          actor: actor.email,
          action: 'cache_invalidated',
          roomId: null,
          detail: { ...what, editions: rows.length },
        });
        return rows;
      });
      if (choice === 'all') editions.forgetAll();
      for (const { key } of forgotten) editions.forget(key);
      const hashes = forgotten.map(({ sha256 }) => sha256);
      await removeUnused({ db: database.query, blobs, at }, hashes);
      return forgotten.length;
    },

    /**
     * Renders the complete current state of a room for the next snapshot.
     * @throws AppError `room_not_found`, and errors of the renderer
     */
    async warm(
      roomId: string,
      type: SnapshotType,
      limits: { signal: AbortSignal; timeoutMs: number },
    ): Promise<Edition> {
      const { state } = await captureState(database.query, roomId, clock(), {
        includeCommercial: false,
      });
      const request = { stateHash: hashState(state), sections: EVERY_SECTION, compared: null, type };
      return editions.obtain({ ...request, loadState: async () => state }, limits);
    },
  };
}

export type EditionControl = ReturnType<typeof createEditionControl>;

const editionNotFound = (): AppError => new AppError('not_found', 'edition_not_found', 'Edition not found');
