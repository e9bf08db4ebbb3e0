import { sql } from 'kysely';
import type { Queryable } from '../db/database.ts';
import type { OnProgress } from '../kernel/progress.ts';
import { type AuditHead, EMPTY_LOG, follows } from './audit-chain.ts';
import { readAudit } from './audit-log.ts';
import { holdsAuditHead } from './audit-proof.ts';
import { addRange, type EntryRange, listRanges, readPages, unlessDamaged } from './damaged-pages.ts';
import type { VerifiedHead } from './verified-head.ts';

/** The result of a verification. A log is not intact if a part of it cannot be read. */
export type AuditReport =
  | { intact: true; head: AuditHead }
  | { intact: false; brokenAt: number; reason: string };

export interface VerificationScope {
  /** A head that was verified. Only the entries after it are read. */
  start?: AuditHead;
  /** A head that was stored elsewhere, not before the start. */
  checkpoint?: AuditHead;
  /** A head that an earlier verification found, and when. */
  known?: Pick<VerifiedHead, 'head' | 'at'> | undefined;
  /** Called with the number of entries that were read, and of all that are to be read. */
  onProgress?: OnProgress;
}

type Broken = Extract<AuditReport, { intact: false }>;

const TWICE = 'This entry is there more than once.';

/** A head that the log must contain. */
interface Mark {
  head: AuditHead;
  /** What is wrong if the log has another entry there, or ends before. */
  differs: string;
  endsBefore: string;
}

const markOfCheckpoint = (head: AuditHead): Mark => ({
  head,
  differs: 'This is not the log that the checkpoint is of.',
  endsBefore: 'The log ends before the checkpoint.',
});

function markOfKnown({ head, at }: Pick<VerifiedHead, 'head' | 'at'>): Mark {
  const remedy =
    'If you have replaced the database on purpose, delete the file audit-verified in the data folder.';
  const differs = `This is not the log that was verified at ${at.toISOString()}. ${remedy}`;
  return { head, differs, endsBefore: differs };
}

const broken = (brokenAt: number, reason: string): Broken => ({ intact: false, brokenAt, reason });

/** Reads only the latest entries: whether they continue the entry before them, and end at the recorded end. */
export async function verifyLatestAudit(db: Queryable, most: number): Promise<AuditReport> {
  const { seq } = await readRecordedEnd(db);
  const [before] = seq > most ? await readAudit(db, { after: seq - most - 1, limit: 1 }) : [];
  return verifyAudit(db, before && { start: before });
}

/**
 * Reads the log, or the entries after a verified head, and reports the first entry that was changed. An attacker with
 * write access to the database could also rewrite the whole log, or truncate it and correct its recorded end. Only a
 * head that was stored outside the database reveals that.
 */
export async function verifyAudit(
  db: Queryable,
  { start = EMPTY_LOG, checkpoint, known, onProgress }: VerificationScope = {},
): Promise<AuditReport> {
  // Entries may be appended meanwhile, so the log must reach the end that is recorded now, and may be longer.
  const end = await unlessDamaged(readRecordedEnd(db));
  if (!end) return broken(1, 'The database is damaged: the recorded end of the log cannot be read.');
  const stray = await unlessDamaged(findStrayRow(db, start.seq));
  if (stray && stray.seq < 1) return broken(stray.seq, stray.reason);
  const marks = [
    ...(checkpoint ? [markOfCheckpoint(checkpoint)] : []),
    ...(known ? [markOfKnown(known)] : []),
  ];
  const lacking = await findLacking(
    db,
    marks.filter((mark) => mark.head.seq <= start.seq),
  );
  if (lacking) return lacking;
  const walk = await walkChain(db, { start, end, marks, onProgress });
  if ('intact' in walk) return walk;
  const { head, unreadable } = walk;
  const [first] = unreadable;
  if (first) {
    return broken(first.from, `The database is damaged: ${listRanges(unreadable)} cannot be read.`);
  }
  if (head.seq < end.seq) return broken(head.seq + 1, 'The log ends before its recorded end.');
  const beyond = marks.find((mark) => head.seq < mark.head.seq);
  if (beyond) return broken(head.seq + 1, beyond.endsBefore);
  return stray ? broken(stray.seq, stray.reason) : { intact: true, head };
}

/** Looks for heads of which the entries are not read. */
async function findLacking(db: Queryable, marks: readonly Mark[]): Promise<Broken | undefined> {
  for (const { head, differs } of marks) {
    const isHeld = await unlessDamaged(holdsAuditHead(db, head));
    if (isHeld) continue;
    const entry = listRanges([{ from: head.seq, to: head.seq }]);
    return broken(head.seq, isHeld === false ? differs : `The database is damaged: ${entry} cannot be read.`);
  }
  return undefined;
}

interface Walk {
  start: AuditHead;
  end: AuditHead;
  marks: readonly Mark[];
  onProgress: VerificationScope['onProgress'] | undefined;
}

/** Reads entry after entry. After a part that cannot be read, it continues at the next entry that can. */
async function walkChain(
  db: Queryable,
  { start, end, marks, onProgress }: Walk,
): Promise<Broken | { head: AuditHead; unreadable: EntryRange[] }> {
  let head = start;
  const unreadable: EntryRange[] = [];
  const contradicts = (known: AuditHead) => known.seq === head.seq && known.hash !== head.hash;
  for await (const page of readPages(db, { after: start.seq, upTo: end.seq })) {
    if ('unreadable' in page) {
      addRange(unreadable, page.unreadable);
      continue;
    }
    for (const entry of page.entries) {
      if (entry.seq === head.seq) return broken(entry.seq, TWICE);
      const isAfterGap = unreadable.at(-1)?.to === entry.seq - 1;
      if (!isAfterGap && entry.seq !== head.seq + 1) return broken(head.seq + 1, 'This entry is missing.');
      if (!isAfterGap && !follows(head, entry)) {
        return broken(entry.seq, 'This entry is not as it was written.');
      }
      head = { seq: entry.seq, hash: entry.hash };
      const contradicted = marks.find((mark) => contradicts(mark.head));
      if (contradicted) return broken(head.seq, contradicted.differs);
      if (contradicts(end)) return broken(head.seq, 'This is not the log whose end is recorded.');
    }
    onProgress?.(head.seq - start.seq, end.seq - start.seq);
  }
  return { head, unreadable };
}

/** Reads the head. If the row was deleted, the end is before the first entry. */
const readRecordedEnd = async (db: Queryable): Promise<AuditHead> =>
  (await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()) ?? { seq: 0, hash: '' };

/**
 * Finds a row that the chain does not reveal: outside the numbers of the log, with a number that another row has, or
 * with a time between two milliseconds, which the hash does not contain. One statement sees the rows and the head at
 * one moment.
 * @param after the entries up to this one were verified before
 */
async function findStrayRow(
  db: Queryable,
  after: number,
): Promise<{ seq: number; reason: string } | undefined> {
  const { rows } = await sql<{ seq: number; reason: string }>`
    with head as (select coalesce((select seq from audit_head), 0) as seq)
    (select seq, 'This row has a number below 1, so it is no entry of the log.' as reason
      from audit_entries where seq < 1 order by seq limit 1)
    union all (select seq, 'This entry is not as it was written.'
      from audit_entries where seq > ${after} and at <> date_trunc('milliseconds', at) order by seq limit 1)
    union all (select seq, ${TWICE}::text
      from audit_entries where seq > ${after} group by seq having count(*) > 1 order by seq limit 1)
    union all (select seq + 1, 'The log does not end at its recorded end.'
      from head where exists (select from audit_entries e where e.seq > head.seq))
    limit 1`.execute(db);
  return rows[0];
}
