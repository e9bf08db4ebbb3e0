import { Type } from 'typebox';
import type { EventDefinitions } from './event-definition.ts';
import { Bytes, Days, Flag, Id, Nullable, Sha256, Text } from './payload.ts';

/** A snapshot does not change the room that it records. */
const OF_SNAPSHOT = { belongsTo: 'room', item: 'snapshot', revision: 'kept' } as const;
const SNAPSHOT = { ...OF_SNAPSHOT, audience: 'room', stale: ['snapshots'] } as const;

const Options = Type.Object(
  {
    include_documents: Flag,
    include_activity: Flag,
    include_approvals: Flag,
    include_commercial: Type.Optional(Flag),
    compare_to: Type.Optional(Id),
  },
  { additionalProperties: false, description: 'the sections, `include_commercial` and `compare_to`' },
);

export const SNAPSHOT_CATALOGUE = {
  snapshot_created: {
    ...SNAPSHOT,
    meaning: 'A snapshot was requested, which froze the state of the room.',
    payload: {
      snapshot_id: Id,
      snapshot_title: Text,
      snapshot_type: Text,
      created_by_role: Text,
      options: Options,
      revision: Type.Integer({ description: 'frozen revision' }),
      state_hash: Sha256,
    },
  },
  snapshot_generated: {
    ...SNAPSHOT,
    meaning: 'The file of a snapshot was completed.',
    payload: {
      snapshot_id: Id,
      file_size: Bytes,
      file_sha256: Sha256,
      was_cached: Flag,
      content_hash: Type.String({ description: 'first 16 digits of the edition key' }),
    },
  },
  snapshot_failed: {
    ...SNAPSHOT,
    meaning: 'A snapshot failed permanently.',
    payload: { snapshot_id: Id, reason: Text },
  },
  snapshot_cancelled: {
    ...SNAPSHOT,
    meaning: 'A user cancelled an unfinished snapshot.',
    payload: { snapshot_id: Id },
  },
  snapshot_retried: {
    ...SNAPSHOT,
    meaning: 'A user requested a failed or cancelled snapshot again.',
    payload: { snapshot_id: Id },
  },
  snapshot_downloaded: {
    ...OF_SNAPSHOT,
    // Parties do not learn who reads a file.
    audience: 'administrators',
    meaning: 'The file of a snapshot was downloaded.',
    payload: { snapshot_id: Id, file_size: Bytes, file_sha256: Nullable(Sha256) },
  },
  snapshot_deleted: {
    ...SNAPSHOT,
    mayRevoke: 'snapshot',
    meaning: 'A snapshot was deleted, by an administrator or after the retention time of its room.',
    payload: {
      snapshot_id: Id,
      snapshot_title: Text,
      deleted_by_role: Type.Optional(Text),
      snapshot_retention_days: Type.Optional(Days),
    },
  },
} as const satisfies EventDefinitions;
