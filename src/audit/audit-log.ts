import { sql } from 'kysely';
import type { Queryable, Transaction } from '../db/database.ts';
import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { sha256 } from '../kernel/hash.ts';

/** Who did what to what, when. */
export interface AuditEntry {
  at: Date;
  /** The email of the actor, or `system`. */
  actor: string;
  /** What was done, such as `snapshot_created`. */
  action: string;
  roomId: string | null;
  detail: { [key: string]: Json };
}

export interface ChainedEntry extends AuditEntry {
  seq: number;
  hash: string;
}

/** The end of the chain: how many entries there are, and the hash that stands for all of them. */
export interface AuditHead {
  seq: number;
  hash: string;
}

type AuditReport = { intact: true; head: AuditHead } | { intact: false; brokenAt: number; reason: string };

const FIRST_HASH = '0'.repeat(64);
const PAGE = 1000;

const contentHash = ({ at, actor, action, roomId, detail }: AuditEntry): string =>
  sha256(canonicalJson({ at: at.toISOString(), actor, action, room_id: roomId, detail }));

const chain = (previous: string, content: string): string => sha256(previous + content);

/**
 * Appends an entry in the transaction of what it describes. Call it last: from here to the commit, other
 * transactions that append have to wait, because each entry is chained to the one before.
 */
export async function appendAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  await sql`
    with head as (
      update audit_head
      set seq = seq + 1,
        hash = encode(sha256(convert_to(hash || ${contentHash(entry)}::text, 'UTF8')), 'hex')
      returning seq, hash
    )
    insert into audit_entries (seq, at, actor, action, room_id, detail, hash)
    select seq, ${entry.at}::timestamptz, ${entry.actor}::text, ${entry.action}::text, ${entry.roomId}::uuid,
      ${JSON.stringify(entry.detail)}::jsonb, hash
    from head`.execute(tx);
}

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
    detail: detail as AuditEntry['detail'],
  }));
}

/**
 * Reads the whole log and names the first entry that is not as it was written. Whoever can write to the whole
 * database could also write a whole new log, or cut this one off and correct its recorded end: only a head
 * that was kept elsewhere, the checkpoint, gives that away.
 */
export async function verifyAudit(db: Queryable, checkpoint?: AuditHead): Promise<AuditReport> {
  let head: AuditHead = { seq: 0, hash: FIRST_HASH };
  for (;;) {
    const entries = await readAudit(db, { after: head.seq, limit: PAGE });
    for (const entry of entries) {
      const expected = head.seq + 1;
      if (entry.seq !== expected) {
        return { intact: false, brokenAt: expected, reason: 'This entry is missing.' };
      }
      if (entry.hash !== chain(head.hash, contentHash(entry))) {
        return { intact: false, brokenAt: entry.seq, reason: 'This entry is not as it was written.' };
      }
      head = { seq: entry.seq, hash: entry.hash };
      if (head.seq === checkpoint?.seq && head.hash !== checkpoint.hash) {
        return {
          intact: false,
          brokenAt: head.seq,
          reason: 'This is not the log that the checkpoint is of.',
        };
      }
    }
    if (entries.length < PAGE) break;
  }
  if (checkpoint && head.seq < checkpoint.seq) {
    return { intact: false, brokenAt: head.seq + 1, reason: 'The log ends before the checkpoint.' };
  }
  const claimed = await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst();
  if (claimed?.seq === head.seq && claimed.hash === head.hash) return { intact: true, head };
  return { intact: false, brokenAt: head.seq + 1, reason: 'The log ends before its recorded end.' };
}
