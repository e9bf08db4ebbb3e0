import { appendAudit } from '../audit/audit-log.ts';
import type { Queryable, Transaction } from '../db/database.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { tableExists } from './installation-store.ts';

/** Files that a step of the clean-up did not remove, because there were too many of them. */
export interface HeldBack {
  /** The step. */
  name: string;
  items: number;
  bytes: number;
  /** All files of this kind. */
  of: number;
}

/** Records what a clean-up held back. A difference from the clean-up before is audited. */
export async function recordHeldBack(
  tx: Transaction,
  heldBack: readonly HeldBack[],
  { at, actor }: { at: Date; actor: string },
): Promise<void> {
  const before = await readHeldBack(tx);
  if (canonicalJson(before) === canonicalJson(heldBack)) return;
  await tx
    .updateTable('installation')
    .set({ held_back: canonicalJson(heldBack) })
    .execute();
  for (const detail of heldBack) {
    await appendAudit(tx, { at, actor, action: 'cleanup_held_back', roomId: null, detail });
  }
}

/** Returns what the last clean-up held back. A database that is not migrated yet has held nothing back. */
export async function readHeldBack(db: Queryable): Promise<HeldBack[]> {
  if (!(await tableExists(db, 'installation'))) return [];
  const row = await db.selectFrom('installation').select('held_back').executeTakeFirst();
  return (row?.held_back ?? []) as unknown as HeldBack[];
}
