import type { PgBoss } from 'pg-boss';
import type { QueueClock } from './queue-clock.ts';
import { queuedJobs } from './queued-jobs.ts';

const INTERVAL_MS = 2000;
/** No job waits longer by intention. A job that would was delayed while the clock was ahead. */
const MAX_DELAY_MS = 3_600_000;

interface SupervisionParts {
  boss: PgBoss;
  clock: QueueClock;
  queues: readonly string[];
  onError: (error: unknown) => void;
}

/**
 * Retries the jobs of dead processes, and removes finished jobs. First it corrects the clock of the queue, because
 * after a leap every heartbeat would seem lost.
 */
export class Supervision {
  readonly #parts: SupervisionParts;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #hadLeapt = false;

  constructor(parts: SupervisionParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    await this.#parts.clock.start();
    await this.#bringForward(MAX_DELAY_MS);
    this.#timer = setInterval(() => {
      this.#running ??= this.#pass()
        .catch(this.#parts.onError)
        .finally(() => {
          this.#running = undefined;
        });
    }, INTERVAL_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #pass(): Promise<void> {
    const hasLeapt = await this.#parts.clock.correct();
    // A job that was enqueued between the leap and the correction may be due in years. The others come a little early.
    // Twice, because another process may have enqueued a job just before the correction.
    if (hasLeapt || this.#hadLeapt) await this.#bringForward(0);
    this.#hadLeapt = hasLeapt;
    await this.#parts.boss.supervise();
  }

  /** Makes jobs due that would wait longer. */
  async #bringForward(maxDelayMs: number): Promise<void> {
    const { boss, clock, queues } = this.#parts;
    const latest = clock.now().getTime() + maxDelayMs;
    for (const queue of queues) {
      for await (const job of queuedJobs(boss, queue)) {
        if (job.startAfter.getTime() <= latest) continue;
        await boss.update({ name: queue, options: { id: job.id, startAfter: 0 } });
      }
    }
  }
}
