import { type AuditEntry, appendAudit } from '../../platform/audit/audit-log.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { type Completion, completeTasks } from './completion-store.ts';

/**
 * Completes snapshots and their tasks. Returns for each whether it did: an attempt that has lost its lease changes
 * nothing.
 */
export async function completeSnapshots(
  tx: Transaction,
  completions: readonly Completion[],
  at: Date,
): Promise<boolean[]> {
  const completed = await completeTasks(tx, completions, at);
  const isCompleted = completions.map(({ lease }) => completed.has(lease.taskId));
  const entries = completions.filter((_, index) => isCompleted[index]).map((one) => entryOf(one, at));
  if (entries.length > 0) await appendAudit(tx, ...entries);
  return isCompleted;
}

const entryOf = ({ snapshot, file, wasCached }: Completion, at: Date): AuditEntry => ({
  at,
  actor: 'system',
  action: 'snapshot_generated',
  roomId: snapshot.roomId,
  detail: {
    snapshot_id: snapshot.id,
    file_size: file.editionSize + file.sealSize,
    file_sha256: file.sha256,
    was_cached: wasCached,
    content_hash: file.editionKey.slice(0, 16),
  },
});
