import { createHash } from 'node:crypto';
import { findStatementText, isOnlyStatement } from '../seal/pdf-metadata.ts';
import {
  findSignatureSlot,
  isFirstSignature,
  isWellPlaced,
  type SignatureSlot,
} from '../seal/pdf-signature-slot.ts';
import { MAX_STATEMENT_SIZE, readStatement, type SealedStatement } from '../seal/seal-statement.ts';
import { readCmsSignature } from '../signing/cms-signature.ts';
import { finding, type SealReading } from './verification.ts';

const LOWER_HEX = /^(?:[0-9a-f]{2})+$/;

/**
 * Reads the seal of a PDF without interpreting the PDF. A signature over every byte of the file leaves nothing to
 * interpret. Any other signature is refused, whatever a viewer shows.
 */
export function readPdfSeal(file: Buffer): SealReading {
  const slot = findSignatureSlot(file);
  if (!slot) return { findings: [finding('seal_found', false)] };
  const statement = readPdfStatement(file, slot);
  const container = readContents(file, slot);
  const signature = container && readCmsSignature(container, digestAround(file, slot));
  // Any PDF may have a signature. A file without our statement is no changed record.
  if (!statement && !signature) return { findings: [finding('seal_found', false)] };
  const sealEnd = slot.byteRange[2] + slot.byteRange[3];
  const findings = [
    finding('seal_found', true),
    finding('nothing_appended', sealEnd >= file.length),
    finding('whole_file_covered', isWellPlaced(slot) && sealEnd <= file.length),
    finding('one_seal', isFirstSignature(file, slot)),
    finding('seal_readable', signature !== undefined && statement !== undefined),
  ];
  return {
    findings,
    statement,
    signature,
    ...(statement && { edition: file.subarray(0, statement.edition_size) }),
  };
}

/** Returns the digest of the bytes that the signature must cover: all bytes except the signature itself. */
function digestAround(file: Buffer, { contentsStart, contentsEnd }: SignatureSlot): Uint8Array {
  return createHash('sha256')
    .update(file.subarray(0, contentsStart))
    .update(file.subarray(contentsEnd))
    .digest();
}

/** Reads the hexadecimal digits. We write no upper-case digits, so a file with them was changed. */
function readContents(file: Buffer, { contentsStart, contentsEnd }: SignatureSlot): Uint8Array | undefined {
  const digits = file.toString('latin1', contentsStart + 1, contentsEnd - 1);
  return LOWER_HEX.test(digits) ? Buffer.from(digits, 'hex') : undefined;
}

function readPdfStatement(file: Buffer, slot: SignatureSlot): SealedStatement | undefined {
  const found = findStatementText(file.subarray(0, slot.start), MAX_STATEMENT_SIZE);
  if (!found) return undefined;
  try {
    const statement = readStatement(JSON.parse(found.json));
    return statement && isOnlyStatement(file, found.offset, statement.edition_size) ? statement : undefined;
  } catch {
    return undefined;
  }
}
