import type { JobKind } from '../../platform/jobs/job-kind.ts';
import type { SnapshotType } from '../editions/edition-content.ts';

/** How many attempts of a task may fail. Attempts that an outage ended do not count. */
export const MAX_FAILURES = 3;

/**
 * The job that renders, seals and stores one snapshot. The task counts its failures. The limit of the queue must lie
 * beyond every number of interruptions.
 */
export const MAKE_SNAPSHOT: JobKind = { name: 'snapshot.make', retries: 10_000 };

/** The same for JSON and CSV, which need no render process. A hung render must not hold them up. */
export const MAKE_DATA_SNAPSHOT: JobKind = { ...MAKE_SNAPSHOT, name: 'snapshot.make_data' };

export const SNAPSHOT_JOBS: readonly JobKind[] = [MAKE_SNAPSHOT, MAKE_DATA_SNAPSHOT];

export const jobKindOf = (type: SnapshotType): JobKind =>
  type === 'pdf' ? MAKE_SNAPSHOT : MAKE_DATA_SNAPSHOT;

export interface MakeSnapshotData {
  room_id: string;
  snapshot_id: string;
  /** The id of the request, for the log. */
  request_id?: string | undefined;
  /** The trace context of the request, if it is traced. */
  traceparent?: string | undefined;
}
