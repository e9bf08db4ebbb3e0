import { Type } from 'typebox';
import type { Role } from '../../../people/permissions/roles.ts';
import { SNAPSHOT_TYPES } from '../../../records/editions/edition-content.ts';
import type { Snapshot } from '../../../records/snapshots/snapshot.ts';
import { fileSize, mayRead } from '../../../records/snapshots/snapshot.ts';
import { taskIdOf } from '../../../records/snapshots/task.ts';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** The reference's eight fields first, then ours. */
export const SnapshotResponse = Type.Object({
  id: Type.String(),
  title: Type.String(),
  created_by: Type.String(),
  created_at: Type.String(),
  status: Type.Enum(['generating', 'completed', 'failed']),
  file_size: Nullable(
    Type.Integer({ description: 'The size in bytes; 0 until the snapshot is completed. Null if hidden' }),
  ),
  snapshot_type: Type.Enum([...SNAPSHOT_TYPES]),
  download_url: Type.String(),
  created_by_name: Type.String(),
  task_id: Type.String(),
  room_id: Type.String(),
  revision: Type.Integer({ description: 'The frozen revision of the room' }),
  state_hash: Nullable(Type.String({ description: 'The SHA-256 of the frozen state. Null if hidden' })),
  include_documents: Type.Boolean(),
  include_approvals: Type.Boolean(),
  include_activity: Type.Boolean(),
  include_commercial: Type.Boolean({
    description:
      'Whether the record states commercial terms. Roles without `commercial.view` cannot read it, and its size and hashes are hidden from them',
  }),
  compare_to: Nullable(
    Type.String({
      description: 'The id of the snapshot that this one is compared with, even if that was deleted',
    }),
  ),
  completed_at: Nullable(Type.String()),
  sha256: Nullable(Type.String({ description: 'The SHA-256 of the file, which is also its ETag' })),
  error: Nullable(Type.String()),
});

export const snapshotPath = ({ roomId, id }: Snapshot): string => `/api/v1/rooms/${roomId}/snapshots/${id}`;

/**
 * Returns a snapshot for a role in its room. Size and hashes of a record that the role may not read are hidden: commercial
 * terms could be guessed from them.
 */
export const toSnapshotResponse = (snapshot: Snapshot, role: Role) => ({
  ...publicFacts(snapshot),
  ...(mayRead(role, snapshot)
    ? {
        file_size: fileSize(snapshot),
        state_hash: snapshot.stateHash,
        sha256: snapshot.file?.sha256 ?? null,
      }
    : { file_size: null, state_hash: null, sha256: null }),
});

const publicFacts = (snapshot: Snapshot) => ({
  id: snapshot.id,
  title: snapshot.title,
  created_by: snapshot.createdBy,
  created_at: snapshot.createdAt.toISOString(),
  status: snapshot.status,
  snapshot_type: snapshot.type,
  download_url: `${snapshotPath(snapshot)}/download`,
  created_by_name: snapshot.createdByName,
  task_id: taskIdOf(snapshot.id),
  room_id: snapshot.roomId,
  revision: snapshot.revision,
  include_documents: snapshot.sections.documents,
  include_approvals: snapshot.sections.approvals,
  include_activity: snapshot.sections.activity,
  include_commercial: snapshot.includeCommercial,
  compare_to: snapshot.compared?.snapshotId ?? null,
  completed_at: snapshot.completedAt?.toISOString() ?? null,
  error: snapshot.error,
});
