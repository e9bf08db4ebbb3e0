import type { JobKind } from '../jobs/worker.ts';

/** Renders, seals and stores one snapshot. */
export const MAKE_SNAPSHOT: JobKind = { name: 'snapshot.make', retries: 2 };

export interface MakeSnapshotData {
  room_id: string;
  snapshot_id: string;
}
