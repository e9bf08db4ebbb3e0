import { type Selectable, sql } from 'kysely';
import type { Queryable, Transaction } from '../db/database.ts';
import type { Schema } from '../db/schema.ts';
import { noteAppended } from '../db/witness.ts';
import type { AuditAction, DetailOf, RoomChangeAction, RoomIdOf } from '../events/catalogue.ts';
import type { Json } from '../kernel/canonical-json.ts';
import { type AuditHead, type ChainedEntry, contentHash, type RecordedEntry } from './audit-chain.ts';

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

/** The notification that each committed entry sends. It states what a client must read again. */
export interface AuditNotice extends Pick<ChainedEntry, 'seq' | 'actor' | 'action' | 'roomId'> {
  /** ISO 8601. */
  at: string;
  /** The ids in its detail, such as `document_id`, and the revision that the room came to. */
  references: { [name: string]: string | number };
}

/** The channel of the notifications, which arrive in the order of the chain. The function in the database names it. */
export const AUDIT_CHANNEL = 'roomshot_audit';

const PAGE = 1000;

/**
 * Appends entries in the transaction of the changes that they describe. Call it last: from here to the commit, other
 * transactions that append have to wait, because each entry is chained to the one before.
 */
export async function appendAudit(tx: Transaction, ...entries: readonly AuditEntry[]): Promise<void> {
  const rows = entries.map(toRecorded).map(toRow);
  const appended =
    await sql<AuditHead>`select seq, hash from append_audit(${JSON.stringify(rows)}::jsonb)`.execute(tx);
  const [head] = appended.rows;
  if (head) noteAppended(tx, head);
}

const toRow = (entry: RecordedEntry) => {
  const { at, actor, action, roomId, detail } = entry;
  const columns = { at: at.toISOString(), actor, action, room_id: roomId, detail };
  return { ...columns, content_hash: contentHash(entry), notice: unnumbered(entry) };
};

const toRecorded = ({ revision, detail, ...entry }: AuditEntry): RecordedEntry => ({
  ...entry,
  detail: revision === undefined ? detail : { ...detail, revision },
});

/** Reads the committed head of the log. */
export const readAuditHead = (db: Queryable): Promise<AuditHead> =>
  db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow();

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

/**
 * Reads a page of entries after a sequence number, oldest first. The log consists of the entries from 1 to its head;
 * other rows are ignored.
 */
export async function readAudit(
  db: Queryable,
  options: { after?: number; upTo?: number; limit?: number; roomId?: string } = {},
): Promise<ChainedEntry[]> {
  let query = db
    .selectFrom('audit_entries')
    .selectAll()
    .where('seq', '>', Math.max(0, options.after ?? 0))
    .where('seq', '<=', (eb) => eb.selectFrom('audit_head').select('seq'))
    .orderBy('seq')
    .limit(options.limit ?? PAGE);
  if (options.upTo !== undefined) query = query.where('seq', '<=', options.upTo);
  if (options.roomId !== undefined) query = query.where('room_id', '=', options.roomId);
  return (await query.execute()).map(toEntry);
}

/** Converts a row of the log. */
export const toEntry = ({ room_id, detail, ...row }: Selectable<Schema['audit_entries']>): ChainedEntry => ({
  ...row,
  roomId: room_id,
  detail: detail as ChainedEntry['detail'],
});
