import { JSON_SEAL_START, writeJsonSeal } from '../seal/json-seal.ts';
import { readSealSignature, readSignedStatement } from '../seal/statement-signature.ts';
import { finding, type SealReading } from './verification.ts';

/**
 * The start and the end of the canonical seal. Neither can occur inside a string of it, because JSON escapes the
 * quotation marks.
 */
const START = `${JSON_SEAL_START}{"`;
const END = '"type":"json"}}\n';
const MAX_SEAL_SIZE = 1024 * 1024;

/** Reads the seal of a JSON record. Only the bytes that we would write ourselves count as a seal. */
export function readJsonSeal(file: Buffer): SealReading {
  const start = file.lastIndexOf(START);
  const endMark = start < 0 ? -1 : file.indexOf(END, start);
  const end = endMark + END.length;
  if (endMark < 0 || end - start > MAX_SEAL_SIZE) return { findings: [finding('seal_found', false)] };
  const written = file.subarray(start, end);
  const findings = [finding('seal_found', true), finding('nothing_appended', end === file.length)];
  const seal = parseSeal(written);
  const isExact = seal !== undefined && Buffer.compare(writeJsonSeal(seal.seal), written) === 0;
  const signature = seal && isExact ? readSealSignature(seal) : undefined;
  findings.push(finding('seal_readable', signature !== undefined));
  return { findings, statement: seal?.statement, signature, edition: file.subarray(0, start) };
}

function parseSeal(written: Buffer): ReturnType<typeof readSignedStatement> {
  try {
    return readSignedStatement(
      JSON.parse(written.toString('utf8', JSON_SEAL_START.length, written.length - 2)),
    );
  } catch {
    return undefined;
  }
}
