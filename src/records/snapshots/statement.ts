import { type AuditHead, writeAuditHead } from '../../platform/audit/audit-chain.ts';
import type { Edition } from '../editions/edition-cache.ts';
import type { SealStatement } from '../seal/seal-statement.ts';
import type { Snapshot } from './snapshot.ts';

/** Returns the statement that the seal of a snapshot signs. */
export const statementOf = (snapshot: Snapshot, edition: Edition, auditHead: AuditHead): SealStatement => ({
  snapshot_id: snapshot.id,
  title: snapshot.title,
  created_by: snapshot.createdBy,
  created_by_name: snapshot.createdByName,
  created_at: snapshot.createdAt.toISOString(),
  room_id: snapshot.roomId,
  room_title: snapshot.roomTitle,
  revision: snapshot.revision,
  state_hash: snapshot.stateHash,
  edition_key: edition.key,
  edition_sha256: edition.sha256,
  audit_head: writeAuditHead(auditHead),
  type: snapshot.type,
});
