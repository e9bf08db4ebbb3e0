import { Type } from 'typebox';
import type { SealedStatement } from '../../../records/seal/seal-statement.ts';
import {
  RECORD_STATUSES,
  type RecordVerification,
} from '../../../records/verification/record-verification.ts';
import { CONCLUSIONS } from '../../../records/verification/verification.ts';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], { ...(description !== undefined && { description }) });
const Hash = Type.String({ description: 'SHA-256 in lower-case hexadecimal' });

const FindingResponse = Type.Object({
  code: Type.String({ description: 'The stable code of the check' }),
  ok: Type.Boolean(),
  text: Type.String({ description: 'The result of the check as a sentence' }),
});

const DetailsResponse = Type.Object({
  title: Type.String(),
  created_by: Type.String({ description: 'Email address' }),
  created_by_name: Type.String(),
  created_at: Type.String(),
  room_id: Type.String(),
  room_title: Type.String({ description: 'The title of the room when the record was made' }),
  revision: Type.Integer(),
  state_hash: Hash,
  edition_key: Hash,
  edition_sha256: Hash,
  audit_head: Nullable(Type.String(), 'Of the audit log when the record was sealed, as NUMBER:HASH'),
});

const TimeStampResponse = Type.Object({
  time: Type.String({ description: 'ISO 8601, UTC' }),
  authority: Type.String({ description: 'The authority that signed the time stamp' }),
  fingerprint: Type.String({ description: "SHA-256 of the authority's certificate" }),
});

export const VerificationResponse = Type.Object({
  authentic: Type.Boolean({
    description: 'Whether the file is an unchanged record of this installation. Then every finding is good',
  }),
  conclusion: Type.Enum([...CONCLUSIONS], {
    description:
      'The result of all findings. `changed`: a record of this installation, but changed. `not_ours`: another signer sealed it. `not_recorded`: sealed with the key of this installation, but missing in its audit log',
  }),
  findings: Type.Array(FindingResponse),
  type: Nullable(Type.String(), 'pdf, json or csv'),
  file_sha256: Hash,
  file_size: Type.Integer({ description: 'Bytes' }),
  snapshot_id: Nullable(Type.String(), 'Set if our signature is valid, as are the following'),
  sealed_at: Nullable(Type.String()),
  signer_fingerprint: Nullable(Type.String(), 'SHA-256 of the certificate'),
  level: Nullable(Type.String(), 'Of the signature of a PDF: B-B, or B-T with a time stamp'),
  time_stamp: Nullable(TimeStampResponse, 'The time that a time-stamp authority certifies'),
  record_status: Nullable(
    Type.Enum([...RECORD_STATUSES]),
    'What the audit log says of the file: made here and `kept`, `deleted` since, recorded as `different` bytes, or `unknown`',
  ),
  details: Nullable(DetailsResponse, 'The details of the record. Only users who may see the room get them'),
});

/** Returns the public result of a verification, and the details for users who may see the room. */
export function toVerificationResponse(
  { statement, signer, recordStatus, ...verification }: RecordVerification,
  fileSize: number,
  seesRoom: boolean,
) {
  // The statement of another signer is untrusted: the response repeats none of it.
  const own = recordStatus === undefined ? undefined : statement;
  return {
    authentic: verification.authentic,
    conclusion: verification.conclusion,
    findings: verification.findings,
    type: verification.type ?? null,
    file_sha256: verification.fileSha256,
    file_size: fileSize,
    snapshot_id: own?.snapshot_id ?? null,
    sealed_at: own?.sealed_at ?? null,
    level: (own && verification.level) ?? null,
    time_stamp: (own && verification.timeStamp) ?? null,
    signer_fingerprint: (own && signer?.fingerprint) ?? null,
    record_status: recordStatus ?? null,
    details: own && seesRoom ? detailsOf(own) : null,
  };
}

const detailsOf = (statement: SealedStatement) => ({
  title: statement.title,
  created_by: statement.created_by,
  created_by_name: statement.created_by_name,
  created_at: statement.created_at,
  room_id: statement.room_id,
  room_title: statement.room_title,
  revision: statement.revision,
  state_hash: statement.state_hash,
  edition_key: statement.edition_key,
  edition_sha256: statement.edition_sha256,
  audit_head: statement.audit_head ?? null,
});
