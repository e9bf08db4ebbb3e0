import { type AuditHead, writeAuditHead } from '../../platform/audit/audit-log.ts';
import type { Edition } from '../editions/edition-cache.ts';
import type { Stamp } from '../rendering/pool/render-pool.ts';
import type { SealStatement } from '../seal/seal-statement.ts';
import { localText, utcText } from '../wording/time-text.ts';
import type { Snapshot } from './snapshot.ts';

/** What the seal of a snapshot says. */
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

/** What the seal shows on page one; `timeZone` is the room's, if the room still stands. */
export const stampOf = (statement: SealStatement, timeZone: string | undefined): Stamp => ({
  lines: [
    { label: 'Snapshot', value: `${statement.snapshot_id}, revision ${statement.revision} of the room` },
    { label: 'Title', value: statement.title },
    { label: 'Taken by', value: `${statement.created_by_name} <${statement.created_by}>` },
    { label: 'Taken at', value: momentText(statement.created_at, timeZone) },
    { label: 'State', value: `SHA-256 ${statement.state_hash}` },
    { label: 'Audit log', value: `entry ${statement.audit_head?.replace(':', ', SHA-256 ')}` },
  ],
});

/** A stamp as screen readers say it, line by line. */
export const textOf = ({ lines }: Stamp): string =>
  lines.map(({ label, value }) => `${label}: ${value}`).join('\n');

/** To the second in UTC, and in the zone of the room. */
const momentText = (instant: string, timeZone: string | undefined): string =>
  [utcText(instant, 'seconds'), timeZone && localText(instant, timeZone)].filter(Boolean).join('  ·  ');
