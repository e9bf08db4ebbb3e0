import type { PgBoss } from 'pg-boss';
import { AppError } from '../kernel/errors.ts';
import { queuedJobs } from './queued-jobs.ts';
import type { WorkerStanding } from './worker.ts';

/** The part of a worker that is watched. */
interface Watched {
  queue: string;
  standing(): WorkerStanding;
}

interface WorkWatchParts {
  boss: PgBoss;
  workers: ReadonlySet<Watched>;
  queueTime: () => Date;
  onError: (error: unknown) => void;
}

const TICK_MS = 2000;
/** Longer than everything that the limits of a session let a worker wait for, such as the locks of a stopped process. */
const MAX_IDLE_TICKS = 15;
const MAX_WAIT_MS = MAX_IDLE_TICKS * TICK_MS;

/**
 * Watches whether the workers of a process take the jobs that wait. A worker has stalled if it could take jobs all the
 * time, took none, and one has waited all the time. It counts ticks instead of reading a clock, because nothing ticks
 * while the process is suspended. How long a job has waited is compared with the clock of the queue.
 */
export class WorkWatch {
  readonly #parts: WorkWatchParts;
  readonly #timer: NodeJS.Timeout;
  readonly #idle = new Map<Watched, { taken: number; ticks: number }>();
  #looking: Promise<void> | undefined;
  #stalled: readonly string[] = [];

  constructor(parts: WorkWatchParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** @throws AppError `work_stalled` */
  require(): void {
    if (this.#stalled.length > 0) throw stalledAt(this.#stalled);
  }

  #tick(): void {
    this.#looking ??= this.#look()
      .catch(this.#parts.onError)
      .finally(() => {
        this.#looking = undefined;
      });
  }

  async #look(): Promise<void> {
    const stalled: string[] = [];
    for (const worker of this.#parts.workers) {
      const ticks = this.#idleTicks(worker);
      this.#idle.set(worker, { taken: worker.standing().taken, ticks });
      if (ticks < MAX_IDLE_TICKS) continue;
      if (await this.#hasJobFor(worker)) stalled.push(worker.queue);
      else this.#idle.delete(worker);
    }
    if (stalled.length > 0 && this.#stalled.length === 0) this.#parts.onError(stalledAt(stalled));
    this.#stalled = stalled;
  }

  /** Returns for how many ticks a worker has taken nothing, although it could. */
  #idleTicks(worker: Watched): number {
    const { taken, canTake } = worker.standing();
    const last = this.#idle.get(worker);
    return canTake && last?.taken === taken ? last.ticks + 1 : 0;
  }

  /** If the database does not answer, nothing is known, and readiness says so. */
  async #hasJobFor(worker: Watched): Promise<boolean> {
    const { boss, queueTime, onError } = this.#parts;
    const latest = queueTime().getTime() - MAX_WAIT_MS;
    const { ignoredShares } = worker.standing();
    try {
      for await (const { startAfter, groupId } of queuedJobs(boss, worker.queue)) {
        if (startAfter.getTime() <= latest && !(groupId && ignoredShares.includes(groupId))) return true;
      }
    } catch (error) {
      onError(error);
    }
    return false;
  }
}

const stalledAt = (queues: readonly string[]): AppError =>
  new AppError(
    'unavailable',
    'work_stalled',
    `Jobs wait, and this process takes none of them: ${queues.join(', ')}. Restart it.`,
  );
