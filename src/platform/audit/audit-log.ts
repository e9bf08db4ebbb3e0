import { sql } from 'kysely';
import type { Queryable, Transaction } from '../db/database.ts';
import type { AuditAction, DetailOf, RoomChangeAction, RoomIdOf } from '../events/catalogue.ts';
import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { sha256 } from '../kernel/hash.ts';

/** Who did what to what, when. */
interface RecordedEntry {
  at: Date;
  /** The email of the actor, or `system`. */
  actor: string;
  /** The action, such as `snapshot_created`. A newer version may know more of them. */
  action: string;
  roomId: string | null;
  detail: { [key: string]: Json };
}

export interface ChainedEntry extends RecordedEntry {
  seq: number;
  hash: string;
}

/** An entry to append. The catalogue of events has its action, and says what its detail and its room are. */
export type AuditEntry = { [Action in AuditAction]: EntryOf<Action> }[AuditAction];

type EntryOf<Action extends AuditAction> = Pick<RecordedEntry, 'at' | 'actor'> & {
  action: Action;
  roomId: RoomIdOf<Action>;
  detail: DetailOf<Action>;
} & (Action extends RoomChangeAction
    ? {
        /** The revision that the room came to. It becomes part of the detail. */
        revision: number;
      }
    : { revision?: never });

/** The end of the chain: how many entries there are, and the hash that stands for all of them. */
export interface AuditHead {
  seq: number;
  hash: string;
}

/** A head as text: `NUMBER:HASH`. */
export const writeAuditHead = ({ seq, hash }: AuditHead): string => `${seq}:${hash}`;

const HEAD = /^(\d{1,9}):([0-9a-f]{64})$/;

/** A head from its text; nothing when it is none. */
export function parseAuditHead(text: string): AuditHead | undefined {
  const [, seq, hash] = HEAD.exec(text) ?? [];
  return seq !== undefined && hash !== undefined ? { seq: Number(seq), hash } : undefined;
}

/** What is announced of an entry when it is committed: enough to know what to look at again. */
export interface AuditNotice extends Pick<ChainedEntry, 'seq' | 'actor' | 'action' | 'roomId'> {
  /** ISO 8601. */
  at: string;
  /** The ids in its detail, such as `document_id`, and the revision that the room came to. */
  references: { [name: string]: string | number };
}

/** Where each committed entry is announced, in the order of the chain. */
export const AUDIT_CHANNEL = 'roomshot_audit';

export type AuditReport =
  | { intact: true; head: AuditHead }
  | { intact: false; brokenAt: number; reason: string };

const FIRST_HASH = '0'.repeat(64);
const PAGE = 1000;

const contentHash = ({ at, actor, action, roomId, detail }: RecordedEntry): string =>
  sha256(canonicalJson({ at: at.toISOString(), actor, action, room_id: roomId, detail }));

const chain = (previous: string, content: string): string => sha256(previous + content);

/**
 * Appends an entry in the transaction of the change that it describes. Call it last: from here to the commit, other
 * transactions that append have to wait, because each entry is chained to the one before.
 */
export async function appendAudit(tx: Transaction, entryToAppend: AuditEntry): Promise<void> {
  const entry = toRecorded(entryToAppend);
  await sql`
    with head as (
      update audit_head
      set seq = seq + 1,
        hash = encode(sha256(convert_to(hash || ${contentHash(entry)}::text, 'UTF8')), 'hex')
      returning seq, hash
    ), appended as (
      insert into audit_entries (seq, at, actor, action, room_id, detail, hash)
      select seq, ${entry.at}::timestamptz, ${entry.actor}::text, ${entry.action}::text, ${entry.roomId}::uuid,
        ${JSON.stringify(entry.detail)}::jsonb, hash
      from head
      returning seq
    )
    select pg_notify(${sql.lit(AUDIT_CHANNEL)}, (${JSON.stringify(unnumbered(entry))}::jsonb
      || jsonb_build_object('seq', seq))::text) from appended`.execute(tx);
}

const toRecorded = ({ revision, detail, ...entry }: AuditEntry): RecordedEntry => ({
  ...entry,
  detail: revision === undefined ? detail : { ...detail, revision },
});

/** The head of the log as it is committed now. */
export const readAuditHead = (db: Queryable): Promise<AuditHead> =>
  db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow();

/** Whether the log holds an entry that was its head once. */
export async function holdsAuditHead(db: Queryable, { seq, hash }: AuditHead): Promise<boolean> {
  const entry = await db
    .selectFrom('audit_entries')
    .select('seq')
    .where('seq', '=', seq)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return entry !== undefined || (seq === 0 && hash === FIRST_HASH);
}

/** A notice must stay below the 8,000 bytes that PostgreSQL announces, so it has nothing that a person typed. */
const unnumbered = ({ at, actor, action, roomId, detail }: RecordedEntry): Omit<AuditNotice, 'seq'> => ({
  ...{ at: at.toISOString(), actor, action, roomId },
  references: Object.fromEntries(
    Object.entries(detail).filter((field): field is [string, string | number] => isReference(...field)),
  ),
});

const isReference = (name: string, value: Json): boolean =>
  (name.endsWith('_id') || name === 'revision') && (typeof value === 'string' || typeof value === 'number');

/** What was announced of an entry. */
export const noticeOf = (entry: ChainedEntry): AuditNotice => ({ seq: entry.seq, ...unnumbered(entry) });

/** One page of entries, oldest first, after a position in the log. */
export async function readAudit(
  db: Queryable,
  options: { after?: number; limit?: number; roomId?: string } = {},
): Promise<ChainedEntry[]> {
  let query = db
    .selectFrom('audit_entries')
    .selectAll()
    .where('seq', '>', options.after ?? 0)
    .orderBy('seq')
    .limit(options.limit ?? PAGE);
  if (options.roomId !== undefined) query = query.where('room_id', '=', options.roomId);
  const rows = await query.execute();
  return rows.map(({ room_id, detail, ...row }) => ({
    ...row,
    roomId: room_id,
    detail: detail as RecordedEntry['detail'],
  }));
}

/**
 * Reads the whole log and names the first entry that is not as it was written. Whoever can write to the whole
 * database could also write a whole new log, or cut this one off and correct its recorded end: only a head
 * that was kept elsewhere, the checkpoint, gives that away.
 */
export const verifyAudit = (db: Queryable, checkpoint?: AuditHead): Promise<AuditReport> =>
  verifyAuditFrom(db, { seq: 0, hash: FIRST_HASH }, checkpoint);

/** Reads only so many of the latest entries: whether they go on from the one before them, and end where they should. */
export async function verifyLatestAudit(db: Queryable, most: number): Promise<AuditReport> {
  const { seq } = await readAuditHead(db);
  const [before] = seq > most ? await readAudit(db, { after: seq - most - 1, limit: 1 }) : [];
  return verifyAuditFrom(db, before ?? { seq: 0, hash: FIRST_HASH });
}

async function verifyAuditFrom(
  db: Queryable,
  start: AuditHead,
  checkpoint?: AuditHead,
): Promise<AuditReport> {
  let head = start;
  const broken = (brokenAt: number, reason: string): AuditReport => ({ intact: false, brokenAt, reason });
  const contradicts = (known?: AuditHead) => known?.seq === head.seq && known.hash !== head.hash;
  // Entries may be appended meanwhile: the log reaches the end that is recorded now, and not beyond the last one.
  const end = await readRecordedEnd(db);
  for (;;) {
    const entries = await readAudit(db, { after: head.seq, limit: PAGE });
    for (const entry of entries) {
      const expected = head.seq + 1;
      if (entry.seq !== expected) return broken(expected, 'This entry is missing.');
      if (entry.hash !== chain(head.hash, contentHash(entry))) {
        return broken(entry.seq, 'This entry is not as it was written.');
      }
      head = { seq: entry.seq, hash: entry.hash };
      if (contradicts(checkpoint)) {
        return broken(head.seq, 'This is not the log that the checkpoint is of.');
      }
      if (contradicts(end)) return broken(head.seq, 'This is not the log whose end is recorded.');
    }
    if (entries.length < PAGE) break;
  }
  if (checkpoint && head.seq < checkpoint.seq) {
    return broken(head.seq + 1, 'The log ends before the checkpoint.');
  }
  if (head.seq < end.seq) return broken(head.seq + 1, 'The log ends before its recorded end.');
  const last = await readRecordedEnd(db);
  if (head.seq > last.seq || contradicts(last)) {
    return broken(last.seq + 1, 'The log does not end at its recorded end.');
  }
  return { intact: true, head };
}

/** Like the head, and before everything if somebody has removed that. */
const readRecordedEnd = async (db: Queryable): Promise<AuditHead> =>
  (await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()) ?? { seq: 0, hash: '' };
