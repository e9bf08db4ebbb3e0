import { parseAuditHead } from '../../platform/audit/audit-chain.ts';
import { holdsAuditHead } from '../../platform/audit/audit-proof.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import type { SealedStatement } from '../seal/seal-statement.ts';
import { findRecordedFile, type RecordedFile } from './recorded-file-store.ts';
import { conclude, type Finding, finding, type Verification } from './verification.ts';
import { verifyFile } from './verify.ts';

/** The status of a file in the audit log: recorded and kept, deleted since, recorded differently, or not recorded. */
export const RECORD_STATUSES = ['kept', 'deleted', 'different', 'unknown'] as const;
export type RecordStatus = (typeof RECORD_STATUSES)[number];

export interface RecordVerification extends Verification {
  fileSha256: string;
  /** The status. It is left out for a file without a seal of this installation. */
  recordStatus?: RecordStatus;
}

const TEXTS: Record<RecordStatus, string> = {
  kept: 'The audit log of this installation recorded exactly this file when it was made.',
  deleted:
    'The audit log of this installation recorded exactly this file when it was made. The snapshot was deleted since.',
  different: 'The audit log of this installation recorded another file for this snapshot.',
  unknown: 'The audit log of this installation knows nothing of this snapshot.',
};

/** Only the time stamp is outside of the signature, so nothing else can differ in a file whose seal is valid. */
const SECOND_STAMP =
  'The audit log of this installation recorded this snapshot with another time stamp. The content and the seal are valid, so the time stamp in this file is a second one of the same authority, or the file was sealed a second time.';

/**
 * Verifies a file as `verifyFile` does, and compares a file that this installation sealed with its audit log. A valid
 * seal without an entry in the log shows that the key was stolen.
 */
export async function verifyRecord(
  db: Queryable,
  file: Uint8Array,
  options: { trusted: readonly string[]; authorities?: readonly string[] },
): Promise<RecordVerification> {
  const verification = await verifyFile(file, options);
  const fileSha256 = sha256(file);
  const { statement } = verification;
  if (!statement || !isOurs(verification)) return { ...verification, fileSha256 };
  const recordStatus = statusOf(fileSha256, await findRecordedFile(db, statement.snapshot_id));
  const recorded: Finding = {
    code: 'file_recorded',
    ok: recordStatus === 'kept' || recordStatus === 'deleted',
    text:
      recordStatus === 'different' && verification.authentic && verification.timeStamp
        ? SECOND_STAMP
        : TEXTS[recordStatus],
  };
  const findings = [...verification.findings, recorded, ...(await judgeAuditHead(db, statement))];
  return {
    ...verification,
    authentic: verification.authentic && findings.every(({ ok }) => ok),
    conclusion: conclude(findings),
    findings,
    fileSha256,
    recordStatus,
  };
}

async function judgeAuditHead(db: Queryable, { audit_head }: SealedStatement): Promise<Finding[]> {
  if (audit_head === undefined) return [];
  const head = parseAuditHead(audit_head);
  return [finding('audit_head_held', head !== undefined && (await holdsAuditHead(db, head)))];
}

/** Returns whether the signature of a trusted signer is valid, whatever else is wrong with the file. */
const isOurs = ({ findings }: Verification): boolean =>
  findings.some(({ code, ok }) => code === 'signer_trusted' && ok);

function statusOf(fileSha256: string, recorded: RecordedFile | undefined): RecordStatus {
  if (!recorded) return 'unknown';
  if (recorded.fileSha256 !== fileSha256) return 'different';
  return recorded.kept ? 'kept' : 'deleted';
}
