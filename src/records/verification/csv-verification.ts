import { CSV_SEAL_NAME, writeCsvSeal } from '../seal/csv-seal.ts';
import { readSealSignature, readSignedStatement } from '../seal/statement-signature.ts';
import { readZipDirectory, ZIP_END_MARK, ZIP_END_SIZE, type ZipDirectory } from '../seal/zip-directory.ts';
import { finding, type SealReading } from './verification.ts';

const MAX_SEAL_SIZE = 1024 * 1024;

/** Reads the seal of a zip of CSV tables. Only the bytes that we would write ourselves count as a seal. */
export function readCsvSeal(file: Buffer): SealReading {
  const endMark = file.lastIndexOf(ZIP_END_MARK);
  const end = endMark + ZIP_END_SIZE;
  const directory = endMark < 0 || end > file.length ? undefined : readZipDirectory(file.subarray(0, end));
  if (directory?.names.at(-1) !== CSV_SEAL_NAME) return { findings: [finding('seal_found', false)] };
  const edition = file.subarray(0, directory.lastOffset);
  const findings = [finding('seal_found', true), finding('nothing_appended', end === file.length)];
  const seal = parseSeal(file, directory);
  const expected = seal && writeCsvSeal(edition, seal.seal);
  const isExact =
    expected !== undefined && Buffer.compare(expected, file.subarray(edition.length, end)) === 0;
  const signature = seal && isExact ? readSealSignature(seal) : undefined;
  findings.push(finding('seal_readable', signature !== undefined));
  return { findings, statement: seal?.statement, signature, edition };
}

/** Reads the seal. It is stored, not compressed, as the last member before the table of contents. */
function parseSeal(file: Buffer, directory: ZipDirectory): ReturnType<typeof readSignedStatement> {
  const text = file.subarray(directory.lastContentOffset, directory.offset);
  if (text.length > MAX_SEAL_SIZE) return undefined;
  try {
    return readSignedStatement(JSON.parse(text.toString('utf8')));
  } catch {
    return undefined;
  }
}
