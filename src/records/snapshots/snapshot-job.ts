import type { JobKind } from '../../platform/jobs/worker.ts';

/** Renders, seals and stores one snapshot. */
export const MAKE_SNAPSHOT: JobKind = { name: 'snapshot.make', retries: 2 };

export interface MakeSnapshotData {
  room_id: string;
  snapshot_id: string;
  /** The request that asked for it, for the log. */
  request_id?: string | undefined;
  /** The span of that request, if it is traced. */
  traceparent?: string | undefined;
}
