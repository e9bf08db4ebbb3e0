import type { JobKind } from '../../platform/jobs/job-kind.ts';

/** The job that renders, seals and stores one snapshot. */
export const MAKE_SNAPSHOT: JobKind = { name: 'snapshot.make', retries: 2 };

export interface MakeSnapshotData {
  room_id: string;
  snapshot_id: string;
  /** The id of the request, for the log. */
  request_id?: string | undefined;
  /** The trace context of the request, if it is traced. */
  traceparent?: string | undefined;
}
