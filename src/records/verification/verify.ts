import type { X509Certificate } from 'node:crypto';
import { sha256 } from '../../platform/kernel/hash.ts';
import type { SnapshotType } from '../editions/edition-content.ts';
import type { SealedStatement } from '../seal/seal-statement.ts';
import { describeSigner, isInForce } from '../signing/signer-certificate.ts';
import { readTrusted, readTrustedSigners } from '../signing/trusted-certificates.ts';
import { readCsvSeal } from './csv-verification.ts';
import { judgeState } from './embedded-state.ts';
import { readJsonSeal } from './json-verification.ts';
import { readPdfSeal } from './pdf-verification.ts';
import { isSavedAgain } from './saved-again.ts';
import { judgeTimeStamp } from './time-stamp-judgement.ts';
import { conclude, type Finding, finding, type SealReading, type Verification } from './verification.ts';

interface VerifyOptions {
  /** PEM texts with the certificates of the trusted signers: current and earlier ones of this installation. */
  trusted: readonly string[];
  /**
   * PEM texts with the certificates of the trusted time-stamp authorities. By default, those in the seal are trusted.
   */
  authorities?: readonly string[] | undefined;
}

/** The maximum size of a file. No record is nearly as large. */
const MAX_FILE_SIZE = 512 * 1024 * 1024;

const READERS: Record<SnapshotType, (file: Buffer) => SealReading> = {
  pdf: readPdfSeal,
  json: readJsonSeal,
  csv: readCsvSeal,
};

const NAMES: Record<SnapshotType, string> = {
  pdf: 'a PDF document',
  json: 'a JSON file',
  csv: 'a zip of CSV tables',
};

/**
 * Verifies that a file is a record which one of the trusted signers sealed, and that it is unchanged. The file is
 * untrusted: every fault becomes a finding. The work is linear in its size.
 * @throws AppError `certificate_unreadable` if a trusted certificate is unreadable
 */
export async function verifyFile(
  bytes: Uint8Array,
  { trusted, authorities }: VerifyOptions,
): Promise<Verification> {
  const certificates = readTrustedSigners(trusted);
  const fingerprints = authorities && readTrusted(authorities).map(({ raw }) => sha256(raw));
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = sniff(file);
  if (!type || file.length > MAX_FILE_SIZE) {
    return { authentic: false, conclusion: 'not_a_record', findings: [unknownFile] };
  }
  const reading = read(file, type);
  const stamped = judgeTimeStamp(reading, fingerprints);
  const findings = [
    { code: 'file_known' as const, ok: true, text: `This is ${NAMES[type]}.` },
    ...reading.findings,
    ...judge(reading, type, certificates),
    ...stamped.findings,
  ];
  if (findings.some(({ ok }) => !ok) && isSavedAgain(file, type, reading)) findings.push(savedAgain);
  const { signature, statement, edition } = reading;
  const isWhole = signature?.isValid === true && statement !== undefined;
  if (isWhole && edition && findings.every(({ ok }) => ok)) {
    findings.push(...(await judgeState(edition, type, statement)));
  }
  return {
    authentic: isWhole && findings.every(({ ok }) => ok),
    conclusion: conclude(findings),
    type,
    findings,
    ...(isWhole && { statement }),
    ...(signature && { signer: describeSigner(signature.certificate) }),
    ...(isWhole && type === 'pdf' && { level: stamped.timeStamp ? ('B-T' as const) : ('B-B' as const) }),
    ...(isWhole && stamped.timeStamp && { timeStamp: stamped.timeStamp }),
  };
}

/** Reads the seal of a file. An unexpected error of a reader counts as a file without a seal. */
function read(file: Buffer, type: SnapshotType): SealReading {
  try {
    return READERS[type](file);
  } catch {
    return { findings: [finding('seal_found', false)] };
  }
}

/** It names both causes: nobody can tell them apart. */
const savedAgain: Finding = {
  code: 'not_saved_again',
  ok: false,
  text: 'The file was written anew: another program saved it again, or somebody changed it. Saving again breaks the seal, even if nothing else changes. Ask for the file exactly as it was downloaded.',
};

const unknownFile: Finding = {
  code: 'file_known',
  ok: false,
  text: 'This is not a record of Roomshot: records are PDF documents, JSON files or zips of CSV tables of at most 512 MB.',
};

function sniff(file: Buffer): SnapshotType | undefined {
  const start = file.toString('latin1', 0, 5);
  if (start === '%PDF-') return 'pdf';
  if (start.startsWith('PK\x03\x04')) return 'csv';
  return start.startsWith('{') ? 'json' : undefined;
}

/** Judges a seal that could be read. An unreadable seal already has a finding. */
function judge(reading: SealReading, type: SnapshotType, trusted: readonly X509Certificate[]): Finding[] {
  const { signature, statement, edition } = reading;
  const findings: Finding[] = [];
  if (statement && edition) findings.push(finding('record_matches', matches(edition, statement, type)));
  if (!signature) return findings;
  findings.push(finding('content_unchanged', signature.isValid), judgeSigner(signature.certificate, trusted));
  if (statement)
    findings.push(
      finding('certificate_in_force', isInForce(signature.certificate, new Date(statement.sealed_at))),
    );
  return findings;
}

const matches = (edition: Uint8Array, statement: SealedStatement, type: SnapshotType): boolean =>
  statement.type === type &&
  statement.edition_size === edition.length &&
  statement.edition_sha256 === sha256(edition);

/** Judges the signer. Only the certificate itself is trusted; other certificates of its authority are irrelevant. */
function judgeSigner(certificate: X509Certificate, trusted: readonly X509Certificate[]): Finding {
  const { name } = describeSigner(certificate);
  const ok = trusted.some((candidate) => candidate.raw.equals(certificate.raw));
  if (ok) return { code: 'signer_trusted', ok, text: `Sealed by ${name}, whose certificate is trusted.` };
  const text =
    trusted.length > 0
      ? `Sealed by ${name}, whose certificate is not the trusted one.`
      : `Sealed by ${name}. No certificate was given to compare with, so anybody may have made this seal.`;
  return { code: 'signer_trusted', ok, text };
}
