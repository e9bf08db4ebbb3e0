import type { Queryable } from '../db/database.ts';
import { AppError } from '../kernel/errors.ts';
import { type AuditHead, type ChainedEntry, EMPTY_LOG, follows } from './audit-chain.ts';
import { readAuditHead, toEntry } from './audit-log.ts';

/**
 * Reads one entry, and proves it: its number is within the log, its hash follows from its content and from the entry
 * before, and the entry after, or the head, follows from it. Returns `undefined` for a row that somebody inserted or
 * changed.
 */
export async function findProvenEntry(db: Queryable, seq: number): Promise<ChainedEntry | undefined> {
  if (seq < 1) return undefined;
  const rows = await db
    .selectFrom('audit_entries as entry')
    .innerJoin('audit_head as head', (join) => join.onRef('entry.seq', '<=', 'head.seq'))
    .selectAll('entry')
    .select(['head.seq as head_seq', 'head.hash as head_hash'])
    .where('entry.seq', 'in', [seq - 1, seq, seq + 1])
    .where('entry.seq', '>', 0)
    .orderBy('entry.seq')
    .execute();
  const [head] = rows.map(({ head_seq, head_hash }) => ({ seq: head_seq, hash: head_hash }));
  const entries = rows.map(({ head_seq: _, head_hash: __, ...row }) => toEntry(row));
  const before = seq === 1 ? EMPTY_LOG : entries.shift();
  const [entry, after, ...surplus] = entries;
  if (!head || !before || entry?.seq !== seq || surplus.length > 0 || !follows(before, entry))
    return undefined;
  if (head.seq === seq) return !after && head.hash === entry.hash ? entry : undefined;
  return after && follows(entry, after) ? entry : undefined;
}

/** Returns whether the log contains an entry that was once its head. */
export async function holdsAuditHead(db: Queryable, { seq, hash }: AuditHead): Promise<boolean> {
  if (seq === EMPTY_LOG.seq) return hash === EMPTY_LOG.hash;
  return (await findProvenEntry(db, seq))?.hash === hash;
}

/**
 * Reads the head of the log for a signed statement, and checks that it is the end of the chain.
 * @throws AppError `audit_log_broken`
 */
export async function readProvenHead(db: Queryable): Promise<AuditHead> {
  const head = await readAuditHead(db);
  if (await holdsAuditHead(db, head)) return head;
  throw new AppError(
    'unavailable',
    'audit_log_broken',
    'The audit log does not end as it was written, so nothing can be signed. Ask the operator to run "roomshot audit verify".',
  );
}
