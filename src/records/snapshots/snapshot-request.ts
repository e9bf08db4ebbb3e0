import { freezeState } from '../../clearance/state/room-state-store.ts';
import type { RoomActor } from '../../people/permissions/actor.ts';
import { may } from '../../people/permissions/policy.ts';
import type { Role } from '../../people/permissions/roles.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { AppError } from '../../platform/kernel/errors.ts';
import { newId } from '../../platform/kernel/ids.ts';
import { type Sections, SNAPSHOT_TYPES, type SnapshotType } from '../editions/edition-content.ts';
import { findCompared } from './compared-snapshot.ts';
import type { Snapshot } from './snapshot.ts';

/** In characters. */
export const MAX_TITLE_LENGTH = 255;

export interface SnapshotRequest {
  title: string | null;
  type: string;
  sections: Sections;
  includeCommercial: boolean;
  /** Id of an earlier snapshot of the room. The record then also contains the changes since that snapshot. */
  compareTo: string | null;
  timeoutSeconds: number;
  /** The id of the HTTP request, for the log. */
  requestId?: string;
}

/**
 * Creates a requested snapshot, with the room frozen as it is now.
 * @throws AppError `invalid_snapshot_type`, `bad_title`, `compare_to_not_found`, `compare_to_newer`,
 * `commercial_not_permitted`
 */
export async function freezeSnapshot(
  tx: Transaction,
  { roomId, roomRole, email, name }: RoomActor,
  request: SnapshotRequest,
  at: Date,
): Promise<Snapshot> {
  const type = requireType(request.type);
  const title = parseTitle(request.title) || defaultTitle(at);
  const { includeCommercial } = request;
  if (includeCommercial && !may(roomRole, 'commercial.view')) throw commercialNotPermitted(roomRole);
  const { hash, revision, roomTitle } = await freezeState(tx, roomId, at, { includeCommercial });
  // The freeze locks the room. A deletion of the compared snapshot waits for that lock.
  const { compareTo, sections } = request;
  const compared = compareTo === null ? null : await findCompared(tx, roomId, compareTo, at);
  return {
    id: newId(),
    ...{ roomId, roomTitle, title, type, sections, includeCommercial, stateHash: hash, revision, compared },
    ...{ createdBy: email, createdByName: name, createdAt: at },
    ...{ status: 'generating', error: null, completedAt: null, file: null },
  };
}

/** Returns the default title of a record, as in the reference, in UTC. */
const defaultTitle = (at: Date): string =>
  `Room Status Snapshot - ${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 16)}`;

const commercialNotPermitted = (role: Role): AppError =>
  new AppError(
    'forbidden',
    'commercial_not_permitted',
    `Role '${role}' may not include commercial terms. Leave include_commercial out.`,
  );

function requireType(type: string): SnapshotType {
  const known = SNAPSHOT_TYPES.find((name) => name === type);
  if (known) return known;
  const message = `Invalid snapshot type. Must be one of: ${SNAPSHOT_TYPES.join(', ')}`;
  throw new AppError('malformed', 'invalid_snapshot_type', message);
}

function parseTitle(text: string | null): string {
  const title = text?.trim() ?? '';
  if ([...title].length <= MAX_TITLE_LENGTH && !/[\p{Cc}\p{Cs}]/u.test(title)) return title;
  const message = `A title has at most ${MAX_TITLE_LENGTH} characters, and no line breaks or control characters.`;
  throw new AppError('invalid', 'bad_title', message);
}
