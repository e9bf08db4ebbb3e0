import { sql } from 'kysely';
import { contentHash, type RecordedEntry } from '../../../src/platform/audit/audit-chain.ts';
import { readAuditHead } from '../../../src/platform/audit/audit-log.ts';
import type { Transaction } from '../../../src/platform/db/database.ts';
import { sha256 } from '../../../src/platform/kernel/hash.ts';

interface Taken {
  id: string;
  room_id: string;
  title: string;
  revision: number;
  state_hash: string;
  edition: string;
  at: Date;
}

/** Appends the two entries of each snapshot to the chain, as if it had been taken just now. */
export async function appendEntries(tx: Transaction): Promise<void> {
  const { rows } = await sql<Taken>`select * from taken order by n`.execute(tx);
  let { seq, hash } = await readAuditHead(tx);
  const entries = rows.flatMap(entriesOf).map((entry) => {
    seq += 1;
    hash = sha256(hash + contentHash(entry));
    const { roomId, ...row } = entry;
    return { ...row, room_id: roomId, seq, hash };
  });
  // Each row is checked against the head otherwise, and many rows of one statement have one head.
  await sql`alter table audit_entries disable trigger audit_entries_at_head`.execute(tx);
  await sql`update audit_head set seq = ${seq}, hash = ${hash}`.execute(tx);
  await sql`
    insert into audit_entries (seq, at, actor, action, room_id, detail, hash)
    select seq, at, actor, action, room_id, detail, hash
    from jsonb_populate_recordset(null::audit_entries, ${JSON.stringify(entries)}::jsonb)`.execute(tx);
  await sql`alter table audit_entries enable trigger audit_entries_at_head`.execute(tx);
}

function entriesOf({ id, room_id, title, revision, state_hash, edition, at }: Taken): RecordedEntry[] {
  const both = { at, roomId: room_id };
  const requested = {
    ...{ snapshot_id: id, snapshot_title: title, snapshot_type: 'pdf', created_by_role: 'broker' },
    ...{ options: { documents: true, approvals: true, activity: true }, revision, state_hash },
  };
  const generated = {
    ...{ snapshot_id: id, file_size: 113_000, file_sha256: edition, was_cached: true },
    content_hash: edition.slice(0, 16),
  };
  return [
    { ...both, actor: 'broker@roomshot.example', action: 'snapshot_created', detail: requested },
    { ...both, actor: 'system', action: 'snapshot_generated', detail: generated },
  ];
}
