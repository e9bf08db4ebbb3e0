import type { RoomActor } from '../../people/permissions/actor.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { listEntriesSince } from './room-change-store.ts';

type Expectation = Pick<RoomActor, 'roomId' | 'expectedRevisions'>;

/** The number of changes that a refusal lists. */
const MAX_LISTED_CHANGES = 50;

/**
 * Checks that a room still has a revision on which a change was made.
 * @throws AppError `room_changed`, whose details list the newest changes since then
 */
export async function requireExpectedRevision(
  db: Queryable,
  { roomId, expectedRevisions }: Expectation,
  { revision }: { revision: number },
): Promise<void> {
  if (expectedRevisions === undefined || expectedRevisions.includes(revision)) return;
  const seen = Math.max(...expectedRevisions);
  // A weak tag, or one of something else, names no revision.
  const entries = Number.isFinite(seen)
    ? await listEntriesSince(db, { roomId, revision: seen, limit: MAX_LISTED_CHANGES })
    : [];
  const changes = entries.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() }));
  throw new AppError(
    'precondition_failed',
    'room_changed',
    `The room is at revision ${revision}, but your change was made on ${Number.isFinite(seen) ? `revision ${seen}` : 'another one'}. Nothing was changed. Read the changes since then, and send your change again with If-Match: "${revision}".`,
    { details: { revision, changes } },
  );
}
