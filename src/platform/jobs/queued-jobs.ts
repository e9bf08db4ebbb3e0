import type { PgBoss } from 'pg-boss';

/** How many jobs are read at once. */
const PAGE = 1000;

/** Reads the jobs of a queue that wait, also for a later time. The oldest come first. */
export async function* queuedJobs(boss: PgBoss, queue: string) {
  let after: string | undefined;
  do {
    const page = await boss.findJobs(queue, { queued: true, limit: PAGE, ...(after && { after }) });
    yield* page;
    after = page.length === PAGE ? page.at(-1)?.id : undefined;
  } while (after);
}
