import { sql } from 'kysely';
import type { Queryable, Transaction } from '../db/database.ts';
import type { AuditAction, DetailOf, RoomChangeAction, RoomIdOf } from '../events/catalogue.ts';
import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { sha256 } from '../kernel/hash.ts';

/** An entry of the log. */
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

/** An entry to append. The catalogue of events defines its action, its detail and whether it has a room. */
export type AuditEntry = { [Action in AuditAction]: EntryOf<Action> }[AuditAction];

type EntryOf<Action extends AuditAction> = Pick<RecordedEntry, 'at' | 'actor'> & {
  action: Action;
  roomId: RoomIdOf<Action>;
  detail: DetailOf<Action>;
} & (Action extends RoomChangeAction
    ? {
        /** The new revision of the room. It becomes part of the detail. */
        revision: number;
      }
    : { revision?: never });

/** The end of the chain: the number of entries, and the hash of the last one, which depends on all of them. */
export interface AuditHead {
  seq: number;
  hash: string;
}

/** Returns a head as text: `NUMBER:HASH`. */
export const writeAuditHead = ({ seq, hash }: AuditHead): string => `${seq}:${hash}`;

const HEAD = /^(\d{1,9}):([0-9a-f]{64})$/;

/** Parses the text of a head. Returns `undefined` if it is not one. */
export function parseAuditHead(text: string): AuditHead | undefined {
  const [, seq, hash] = HEAD.exec(text) ?? [];
  return seq !== undefined && hash !== undefined ? { seq: Number(seq), hash } : undefined;
}

/** The notification that each committed entry sends. It states what a client must read again. */
export interface AuditNotice extends Pick<ChainedEntry, 'seq' | 'actor' | 'action' | 'roomId'> {
  /** ISO 8601. */
  at: string;
  /** The ids in its detail, such as `document_id`, and the revision that the room came to. */
  references: { [name: string]: string | number };
}

/** The channel of the notifications, which arrive in the order of the chain. */
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

/** Reads the committed head of the log. */
export const readAuditHead = (db: Queryable): Promise<AuditHead> =>
  db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow();

/** Returns whether the log contains an entry that was once its head. */
export async function holdsAuditHead(db: Queryable, { seq, hash }: AuditHead): Promise<boolean> {
  const entry = await db
    .selectFrom('audit_entries')
    .select('seq')
    .where('seq', '=', seq)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return entry !== undefined || (seq === 0 && hash === FIRST_HASH);
}

/**
 * Returns the notice of an entry. PostgreSQL limits a notification to 8,000 bytes, so a notice contains no text of a
 * user.
 */
const unnumbered = ({ at, actor, action, roomId, detail }: RecordedEntry): Omit<AuditNotice, 'seq'> => ({
  ...{ at: at.toISOString(), actor, action, roomId },
  references: Object.fromEntries(
    Object.entries(detail).filter((field): field is [string, string | number] => isReference(...field)),
  ),
});

const isReference = (name: string, value: Json): boolean =>
  (name.endsWith('_id') || name === 'revision') && (typeof value === 'string' || typeof value === 'number');

/** Recreates the notification of an entry. */
export const noticeOf = (entry: ChainedEntry): AuditNotice => ({ seq: entry.seq, ...unnumbered(entry) });

/** Reads a page of entries after a sequence number, oldest first. */
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
 * Reads the whole log and reports the first entry that was changed. An attacker with write access to the database
 * could also rewrite the whole log, or truncate it and correct its recorded end. Only a checkpoint, a head that was
 * stored elsewhere, reveals that.
 */
export const verifyAudit = (db: Queryable, checkpoint?: AuditHead): Promise<AuditReport> =>
  verifyAuditFrom(db, { seq: 0, hash: FIRST_HASH }, checkpoint);

/** Reads only the latest entries: whether they continue the entry before them, and end at the recorded end. */
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
  // Entries may be appended meanwhile, so the log must reach the end that is recorded now, and may be longer.
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

/** Reads the head. If the row was deleted, the end is before the first entry. */
const readRecordedEnd = async (db: Queryable): Promise<AuditHead> =>
  (await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()) ?? { seq: 0, hash: '' };
