import type { JobKind } from '../../platform/jobs/job-kind.ts';

/** The daily clean-up, which one process runs. */
export const CLEAN_UP: JobKind = { name: 'cleanup.run', retries: 1 };
