import type { SnapshotType } from '../editions/edition-content.ts';
import { CSV_SEAL_NAME } from '../seal/csv-seal.ts';
import { hasSealSchema } from '../seal/pdf-metadata.ts';
import { readSignedStatement } from '../seal/statement-signature.ts';
import { readZipDirectory, ZIP_END_MARK, ZIP_END_SIZE } from '../seal/zip-directory.ts';
import type { SealReading } from './verification.ts';

// A mail gateway, an office program or an editor that saves a record again breaks its seal without ill intent. Its
// owner has to know what happened, although nobody can tell it from forgery.

/** JSON records of this size take long to parse. A larger one is not examined. */
const MAX_PARSED = 16 * 1024 * 1024;
/** The last mark of a PDF, and how many bytes from the end it may begin. */
const PDF_END = /%%EOF\s*$/;
const PDF_END_SIZE = 16;

/** Returns whether a file has the parts of a sealed record, but not where Roomshot puts them. */
export function isSavedAgain(file: Buffer, type: SnapshotType, reading: SealReading): boolean {
  const { statement, edition, signature } = reading;
  if (!statement || !edition) return HAS_TRACES[type](file);
  // No other program writes these seals as we do. One that can be read was moved here on purpose.
  if (type !== 'pdf') return !signature && edition.length !== statement.edition_size;
  return !endsLikePdf(edition);
}

const endsLikePdf = (bytes: Uint8Array): boolean =>
  PDF_END.test(Buffer.from(bytes.subarray(-PDF_END_SIZE)).toString('latin1'));

/** Whether a file without a readable seal has one in another form. */
const HAS_TRACES: Record<SnapshotType, (file: Buffer) => boolean> = {
  pdf: (file) => hasSealSchema(file) && endsLikePdf(file),
  json: hasJsonSeal,
  csv: hasSealMember,
};

function hasJsonSeal(file: Buffer): boolean {
  if (file.length > MAX_PARSED) return false;
  try {
    const { seal } = JSON.parse(file.toString('utf8')) as { seal?: unknown };
    return readSignedStatement(seal) !== undefined;
  } catch {
    return false;
  }
}

function hasSealMember(file: Buffer): boolean {
  const end = file.lastIndexOf(ZIP_END_MARK) + ZIP_END_SIZE;
  return readZipDirectory(file.subarray(0, end))?.names.includes(CSV_SEAL_NAME) ?? false;
}
