import type { Database, Transaction } from '../db/database.ts';
import { type DailyJob, dueDay } from './daily-job.ts';
import { claimDay } from './daily-job-store.ts';
import type { JobKind } from './job-kind.ts';

interface DailySchedule {
  database: Pick<Database, 'transaction'>;
  daily: readonly DailyJob[];
  readTime: () => Promise<Date>;
  enqueue: (
    tx: Transaction,
    kind: JobKind,
    data: object,
    options: { timeoutSeconds: number },
  ) => Promise<void>;
  onError: (error: unknown) => void;
}

const CHECK_MS = 20_000;

/** Enqueues the daily jobs when their time has come. Returns a function that ends this. */
export function startDailySchedule({
  database,
  daily,
  readTime,
  enqueue,
  onError,
}: DailySchedule): () => Promise<void> {
  const enqueueDue = async () => {
    const now = await readTime();
    for (const { kind, timeoutSeconds, ...time } of daily) {
      await database.transaction(async (tx) => {
        if (await claimDay(tx, kind.name, dueDay(time, now))) {
          await enqueue(tx, kind, {}, { timeoutSeconds });
        }
      });
    }
  };
  let running: Promise<void> | undefined;
  const check = () => {
    running ??= enqueueDue()
      .catch(onError)
      .finally(() => {
        running = undefined;
      });
  };
  check();
  const timer = setInterval(check, CHECK_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
