import { closeSync, fdatasync, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { makeFolder, readIfThere, replaceFile } from '../kernel/durable-file.ts';
import { AppError } from '../kernel/errors.ts';
import type { Database, Queryable, Transaction } from './database.ts';

type Transact = Database['transaction'];

/** The number and the hash of an entry of the audit log. */
export interface LogPosition {
  seq: number;
  hash: string;
}

/** The file in the data folder that names the last confirmed entry of the audit log. */
export const WITNESS_FILE = 'audit-witness';
/** Always the same length, so that it is overwritten in place and within one sector. */
const LINE = /^(\d{10}):([0-9a-f]{64})\n$/;
const SIZE = 76;
const FLUSH_AFTER_MS = 100;

const write = ({ seq, hash }: LogPosition): string => `${String(seq).padStart(10, '0')}:${hash}\n`;

function parse(text: string): LogPosition | undefined {
  const [, seq, hash] = LINE.exec(text) ?? [];
  return seq !== undefined && hash !== undefined ? { seq: Number(seq), hash } : undefined;
}

/** The last entry that each open transaction has appended. */
const appended = new WeakMap<Transaction, LogPosition>();

/** States which entry a transaction appends. When the transaction is confirmed, the witness names this entry. */
export const noteAppended = (tx: Transaction, position: LogPosition): void => {
  appended.set(tx, position);
};

/**
 * Lets a file outside the database name the last entry that was confirmed to a client. If the database loses the end of
 * its log, it starts without an error, and only this file reveals the loss.
 * @throws AppError `confirmed_entries_missing`, `witness_damaged`
 */
export async function witnessed(database: Database, dataFolder: string): Promise<Database> {
  const path = join(dataFolder, WITNESS_FILE);
  if (!(await requireConfirmedEntries(database.query, dataFolder))) {
    await makeFolder(dataFolder);
    await replaceFile(path, write(await readPosition(database.query)), 0o600);
  }
  const witness = new Witness(path);
  const confirm =
    (transact: Transact): Transact =>
    async (work) => {
      let position: LogPosition | undefined;
      const result = await transact(async (tx) => {
        const done = await work(tx);
        position = appended.get(tx);
        return done;
      });
      if (position) witness.note(position);
      return result;
    };
  return {
    ...database,
    transaction: confirm(database.transaction),
    long: { ...database.long, transaction: confirm(database.long.transaction) },
    background: { ...database.background, transaction: confirm(database.background.transaction) },
    async close() {
      await database.close();
      await witness.close();
    },
  };
}

/**
 * Overwrites the file after the log was flushed and before a client learns of it, so a killed process loses nothing.
 * The file itself is flushed later, once for many entries: it never names an entry that a power cut takes back.
 */
class Witness {
  readonly #file: number;
  #timer: NodeJS.Timeout | undefined;
  #underway: Promise<void> | undefined;

  constructor(path: string) {
    this.#file = openSync(path, 'r+');
  }

  note(position: LogPosition): void {
    const before = Buffer.alloc(SIZE);
    readSync(this.#file, before, 0, SIZE, 0);
    // Commits are confirmed in any order, and other servers may share the file.
    const known = parse(before.toString('latin1'));
    if (known && known.seq >= position.seq) return;
    writeSync(this.#file, write(position), 0, 'latin1');
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_AFTER_MS).unref();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#underway;
    fdatasyncSync(this.#file);
    closeSync(this.#file);
  }

  #flush(): void {
    this.#timer = undefined;
    const earlier = this.#underway;
    this.#underway = (async () => {
      await earlier;
      await promisify(fdatasync)(this.#file).catch((error) => process.emitWarning(error));
    })();
  }
}

async function readPosition(db: Queryable): Promise<LogPosition> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('public.audit_head') is not null as there`.execute(db);
  const head =
    rows[0]?.there && (await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst());
  return head || { seq: 0, hash: '0'.repeat(64) };
}

/**
 * Compares the database with the witness, and changes nothing. Returns whether there is a witness.
 * @throws AppError `confirmed_entries_missing`, `witness_damaged`
 */
export async function requireConfirmedEntries(db: Queryable, dataFolder: string): Promise<boolean> {
  const path = join(dataFolder, WITNESS_FILE);
  const text = await readIfThere(path);
  if (text !== undefined) await requireConfirmed(db, text, path);
  return text !== undefined;
}

async function requireConfirmed(db: Queryable, text: string, path: string): Promise<void> {
  const confirmed = parse(text);
  if (!confirmed) throw witnessDamaged(path);
  if (confirmed.seq === 0) return;
  const head = await readPosition(db);
  if (head.seq < confirmed.seq) {
    const missing = confirmed.seq - head.seq;
    throw entriesMissing(
      `The audit log in the database ends with entry ${head.seq}, but entry ${confirmed.seq} was confirmed: ${missing} confirmed ${missing === 1 ? 'entry is' : 'entries are'} missing`,
      path,
    );
  }
  const entry = await db
    .selectFrom('audit_entries')
    .select('hash')
    .where('seq', '=', confirmed.seq)
    .executeTakeFirst();
  if (entry?.hash === confirmed.hash) return;
  throw entriesMissing(
    `The audit log in the database does not contain the confirmed entry ${confirmed.seq}`,
    path,
  );
}

const entriesMissing = (what: string, path: string): AppError =>
  new AppError(
    'unavailable',
    'confirmed_entries_missing',
    `${what}. The database has lost the end of its log, or is an older copy. Keep it as it is, and restore a backup ("roomshot restore --help"). To continue without these entries, delete ${path} and start again.`,
  );

const witnessDamaged = (path: string): AppError =>
  new AppError(
    'unavailable',
    'witness_damaged',
    `The file ${path} is damaged. It names the last confirmed entry of the audit log. Move it out of the data folder, then compare the log with your latest checkpoint: "roomshot audit verify --checkpoint FILE". If the log does not contain it, restore a backup.`,
  );
