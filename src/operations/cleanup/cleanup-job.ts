import type { JobKind } from '../../platform/jobs/worker.ts';

/** The daily clean-up; one process does it for all. */
export const CLEAN_UP: JobKind = { name: 'cleanup.run', retries: 1 };
