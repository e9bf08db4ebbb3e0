import type { Database, Queryable, Transaction } from '../db/database.ts';
import { type Clock, isInFuture } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { type Monotonic, monotonic as machineMonotonic } from '../kernel/monotonic.ts';
import {
  type ClockDoubt,
  type ClockTrustRow,
  findNewestEntry,
  lockClockTrust,
  readBoot,
  readClockTrust,
  recordBoot,
  recordCleanedUpTo,
  recordConfirmation,
  recordDoubt,
} from './clock-trust-store.ts';
import { ClockWatch } from './clock-watch.ts';
import { describeDoubt } from './doubt-text.ts';

const CHECK_INTERVAL_MS = 1000;
const DAY_MS = 86_400_000;
/** Servers are restarted, or off for a weekend. After a longer time, a person must say whether the clock is right. */
const MAX_ABSENCE_MS = 7 * DAY_MS;

interface ClockTrustParts {
  database: Pick<Database, 'query' | 'transaction'>;
  /** The clock of this server, with which data are dated. */
  clock: Clock;
  /** The clock of the database, if it may be another one. */
  databaseTime: (() => Promise<Date>) | undefined;
  /** Undefined if the machine has none. */
  bootId: string | undefined;
  monotonic?: Monotonic;
  log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
}

/**
 * Decides whether the clock may be used to remove data. A clock that has leapt is not trusted until a person confirms
 * it, in no process and also after a restart.
 */
export class ClockTrust {
  readonly #parts: ClockTrustParts;
  readonly #monotonic: Monotonic;
  readonly #watch: ClockWatch;
  #timer: NodeJS.Timeout | undefined;
  /** A doubt that is not in the database yet. */
  #unrecorded: ClockDoubt | undefined;
  #checking: Promise<void> = Promise.resolve();

  constructor(parts: ClockTrustParts) {
    this.#parts = parts;
    this.#monotonic = parts.monotonic ?? machineMonotonic;
    this.#watch = new ClockWatch({ clock: parts.clock, monotonic: this.#monotonic });
  }

  /** Compares the clock with what the database knows of the time before this start, and then with each second. */
  async start(): Promise<void> {
    const { database, clock } = this.#parts;
    const { cleanedUpTo } = await this.#read();
    const newest = await findNewestEntry(database.query);
    const now = clock();
    const known = cleanedUpTo ?? (newest && newest < now ? newest : now);
    if (!cleanedUpTo) await recordCleanedUpTo(database.query, known);
    const latest = newest && newest > known ? newest : known;
    const doubt = await this.#compareWithPast(latest);
    if (doubt) this.#doubt(doubt);
    await this.#compareWithDatabase();
    await this.#record();
    await this.#rememberBoot(database.query);
    this.#timer = setInterval(() => void this.#check().catch(() => {}), CHECK_INTERVAL_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** @throws AppError `clock_not_confirmed` if nothing may be removed, because the clock has leapt */
  async require(): Promise<void> {
    await this.#checkAll();
    const { doubt } = await this.#read();
    if (!doubt) return;
    throw new AppError(
      'conflict',
      'clock_not_confirmed',
      `${describeDoubt(doubt)} Nothing is removed until an administrator confirms the clock. Correct it if necessary, then run: roomshot clock confirm`,
    );
  }

  /**
   * Returns the moment until which a clean-up may remove data: now, by the clock of the database, but not more than a
   * day after the last clean-up. So a leap that nobody noticed costs a day, and not everything.
   */
  async readLimit(): Promise<Date> {
    const { clock, databaseTime = async () => clock() } = this.#parts;
    const { cleanedUpTo } = await this.#read();
    const now = await databaseTime();
    const limit = new Date((cleanedUpTo ?? now).getTime() + DAY_MS);
    return limit < now ? limit : now;
  }

  /** Records how far a clean-up went. */
  async recordCleanup(to: Date): Promise<void> {
    await recordCleanedUpTo(this.#parts.database.query, to);
  }

  /** @param db a transaction that has just confirmed the clock */
  async status(db?: Queryable): Promise<ClockTrustRow> {
    if (!db) await this.#checkAll();
    return this.#read(db);
  }

  /** Trusts the clock again. Returns the doubt that this ended. */
  async confirm(tx: Queryable): Promise<ClockDoubt | null> {
    this.#compare();
    const doubt = (await readClockTrust(tx))?.doubt ?? this.#unrecorded ?? null;
    await recordConfirmation(tx, this.#parts.clock());
    await this.#rememberBoot(tx);
    this.#unrecorded = undefined;
    return doubt;
  }

  async #read(db: Queryable = this.#parts.database.query): Promise<ClockTrustRow> {
    const stored = await readClockTrust(db);
    return {
      doubt: stored?.doubt ?? this.#unrecorded ?? null,
      cleanedUpTo: stored?.cleanedUpTo ?? null,
    };
  }

  async #compareWithPast(latest: Date): Promise<ClockDoubt | undefined> {
    const { database, clock, bootId } = this.#parts;
    const bootedAt = bootId === undefined ? undefined : await readBoot(database.query, bootId);
    const now = clock();
    if (bootedAt) {
      const expected = new Date(bootedAt.getTime() + this.#monotonic());
      if (areApart(expected, now)) return { reason: 'leapt', expected, actual: now };
    }
    if (isInFuture(latest, now)) return { reason: 'behind', expected: latest, actual: now };
    // If the machine was running all the time, the clock has counted all the time.
    const isUnseen = !bootedAt && now.getTime() - latest.getTime() > MAX_ABSENCE_MS;
    return isUnseen ? { reason: 'long_absence', expected: latest, actual: now } : undefined;
  }

  /** Notices a leap first: it explains why the clocks differ. */
  async #checkAll(): Promise<void> {
    await this.#check();
    await this.#compareWithDatabase();
    await this.#check();
  }

  /** Data of this server would seem too old or too young to the others. */
  async #compareWithDatabase(): Promise<void> {
    const { databaseTime, clock } = this.#parts;
    const expected = await databaseTime?.();
    const actual = clock();
    if (expected && areApart(expected, actual)) this.#doubt({ reason: 'differs', expected, actual });
  }

  /** Notices a leap at once, so that it is known before anything is removed. */
  #check(): Promise<void> {
    this.#compare();
    this.#checking = this.#checking.catch(() => {}).then(() => this.#record());
    return this.#checking;
  }

  #compare(): void {
    const leap = this.#watch.check();
    if (leap) this.#doubt({ reason: 'leapt', ...leap });
  }

  #doubt(doubt: ClockDoubt): void {
    this.#unrecorded ??= doubt;
    const text = `${describeDoubt(doubt)} Nothing is removed until an administrator confirms the clock.`;
    this.#parts.log.warn(doubt, text);
  }

  async #record(): Promise<void> {
    const doubt = this.#unrecorded;
    if (!doubt) return;
    const { database, log } = this.#parts;
    const record = async (tx: Transaction) => {
      await lockClockTrust(tx);
      // A person may have confirmed the clock while this waited.
      if (this.#unrecorded === doubt) await recordDoubt(tx, doubt);
    };
    await database.transaction(record).catch((err) => {
      log.error({ err }, 'the doubt about the clock was not recorded');
      throw err;
    });
    await this.#rememberBoot(database.query);
    if (this.#unrecorded === doubt) this.#unrecorded = undefined;
  }

  async #rememberBoot(db: Queryable): Promise<void> {
    const { bootId, clock } = this.#parts;
    if (bootId === undefined) return;
    await recordBoot(db, bootId, new Date(clock().getTime() - this.#monotonic()));
  }
}

const areApart = (one: Date, other: Date): boolean => isInFuture(one, other) || isInFuture(other, one);
