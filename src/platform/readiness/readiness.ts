import { outsideFailure } from '../db/outside-failure.ts';
import { AppError } from '../kernel/errors.ts';

/** One condition without which no record can be made. */
export interface ReadinessCheck {
  name: string;
  /** @throws if the condition does not hold. The message of an `AppError` is public */
  check(): Promise<void>;
}

interface ReadinessOptions {
  checks: readonly ReadinessCheck[];
  /** For a check that gets no answer, such as from a disk of the network. */
  timeoutMs?: number;
  onChange: (failure: AppError | undefined) => void;
}

const TIMEOUT_MS = 5000;
/** A success is repeated for this time. A failure is not, so that its end is seen at once. */
const KEEP_MS = 2000;
/** After a success, a change does not wait for the next checks for this time. */
const TRUST_MS = 10_000;
const RETRY_SECONDS = 5;

/** Whether a record could be made now. */
export class Readiness {
  readonly #checks: readonly PatientCheck[];
  readonly #onChange: ReadinessOptions['onChange'];
  #underway: Promise<AppError | undefined> | undefined;
  /** By the monotonic clock. */
  #succeededAt = Number.NEGATIVE_INFINITY;
  #lastCode: string | undefined;

  constructor({ checks, timeoutMs = TIMEOUT_MS, onChange }: ReadinessOptions) {
    this.#checks = checks.map((check) => new PatientCheck(check, timeoutMs));
    this.#onChange = onChange;
  }

  /** @throws AppError the reason why no record can be made */
  async require(): Promise<void> {
    if (this.#age() < KEEP_MS) return;
    const failure = await this.#look();
    if (failure) throw failure;
  }

  /** The same for a change of a user. While all is well, it does not wait. @throws AppError */
  async requireForChange(): Promise<void> {
    const age = this.#age();
    if (age < KEEP_MS) return;
    const looking = this.#look();
    if (age < TRUST_MS) return;
    const failure = await looking;
    if (failure) throw failure;
  }

  #age(): number {
    return performance.now() - this.#succeededAt;
  }

  /** Runs all checks. Concurrent callers share one run. Never rejects. */
  #look(): Promise<AppError | undefined> {
    this.#underway ??= this.#run().finally(() => {
      this.#underway = undefined;
    });
    return this.#underway;
  }

  async #run(): Promise<AppError | undefined> {
    const results = await Promise.all(this.#checks.map((check) => check.run()));
    const failure = results.find((result) => result !== undefined);
    this.#succeededAt = failure ? Number.NEGATIVE_INFINITY : performance.now();
    if (failure?.code !== this.#lastCode) this.#onChange(failure);
    this.#lastCode = failure?.code;
    return failure;
  }
}

/** A check with a time limit. While it has not ended, it is not started again. */
class PatientCheck {
  readonly #check: ReadinessCheck;
  readonly #timeoutMs: number;
  #underway: Promise<AppError | undefined> | undefined;

  constructor(check: ReadinessCheck, timeoutMs: number) {
    this.#check = check;
    this.#timeoutMs = timeoutMs;
  }

  async run(): Promise<AppError | undefined> {
    this.#underway ??= this.#check
      .check()
      .then(
        () => undefined,
        (error: unknown) => publicFailure(error),
      )
      .finally(() => {
        this.#underway = undefined;
      });
    const { promise, resolve } = Promise.withResolvers<AppError>();
    const timer = setTimeout(() => resolve(noAnswer(this.#check.name)), this.#timeoutMs);
    return Promise.race([this.#underway, promise]).finally(() => clearTimeout(timer));
  }
}

/** Returns the failure for clients, with the time after which they may try again. */
function publicFailure(error: unknown): AppError {
  const failure = outsideFailure(error);
  if (failure?.retryAfterSeconds !== undefined) return failure;
  const { kind, code, message, reason } =
    failure ?? new AppError('unavailable', 'not_ready', 'The server cannot make records at the moment.');
  // A request cannot be at fault.
  const ours = kind === 'storage_full' ? kind : 'unavailable';
  return new AppError(ours, code, message, { cause: error, reason, retryAfterSeconds: RETRY_SECONDS });
}

const noAnswer = (name: string): AppError =>
  new AppError('unavailable', `${name}_unavailable`, `The ${name} does not answer. Try again in a moment.`, {
    reason: `The ${name} does not answer.`,
    retryAfterSeconds: RETRY_SECONDS,
  });
