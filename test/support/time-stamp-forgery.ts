import { execFileSync } from 'node:child_process';
import type { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SnapshotType } from '../../src/records/editions/edition-content.ts';
import { findSignatureSlot, writeContents } from '../../src/records/seal/pdf-signature-slot.ts';
import { OID, writeSignedData } from '../../src/records/signing/cms-container.ts';
import { childAt, der, readElement } from '../../src/records/signing/der.ts';
import type { TestAuthority } from './time-stamp-server.ts';

/** Where the token begins: its content type, `id-signedData`, stands twice in a PDF, once in the others. */
const SIGNED_DATA = '06092a864886f70d010702';

/** The DER of the token in a sealed file. */
export function stampIn(file: Buffer, type: SnapshotType): Buffer {
  if (type !== 'pdf')
    return Buffer.from(/"time_stamp":"([^"]+)"/.exec(file.toString('latin1'))?.[1] ?? '', 'base64');
  const digits = file.toString('latin1');
  const start = digits.lastIndexOf(SIGNED_DATA) - 8;
  const size = Number.parseInt(digits.slice(start + 4, start + 8), 16) + 4;
  return Buffer.from(digits.slice(start, start + size * 2), 'hex');
}

/** The file with other bytes in the place of its stamp. */
export function replaceStamp(file: Buffer, type: SnapshotType, stamp: Buffer): Buffer {
  const encoding = type === 'pdf' ? 'hex' : 'base64';
  const old = stampIn(file, type);
  const text = file.toString('latin1').replace(old.toString(encoding), stamp.toString(encoding));
  return Buffer.from(text, 'latin1');
}

/** A sealed PDF whose stamp was taken out by the rules of the format. */
export const withoutStamp = (file: Buffer): Buffer =>
  Buffer.from(
    file
      .toString('latin1')
      .replace(/(\/Contents <)([0-9a-f]+)>/, (_, key, digits) => `${key}${strip(digits)}>`),
    'latin1',
  );

/** The container without its unsigned attributes, in as many digits. */
function strip(digits: string): string {
  const der = Buffer.from(digits, 'hex');
  const cut = der.indexOf(Buffer.from('060b2a864886f70d010910020e', 'hex')) - 8;
  const removed = der.readUInt16BE(cut + 2) + 4;
  const lengthsAt: number[] = [];
  // Every constructed element around the attribute: ContentInfo, [0], SignedData, SET, SignerInfo.
  for (let at = 0; at < cut; ) {
    const long = der[at + 1] === 0x82;
    const size = long
      ? der.readUInt16BE(at + 2) + 4
      : (der[at + 1] ?? 0) < 0x80
        ? (der[at + 1] ?? 0) + 2
        : (der[at + 2] ?? 0) + 3;
    if (at + size <= cut) at += size;
    else {
      lengthsAt.push(at + 2);
      at += 4;
    }
  }
  const whole = Buffer.concat([der.subarray(0, cut), der.subarray(cut + removed)]);
  for (const at of lengthsAt) whole.writeUInt16BE(whole.readUInt16BE(at) - removed, at);
  return whole.toString('hex').padEnd(digits.length, '0');
}

/** A sealed PDF with a certificate beside the signer's that the signature does not name. */
export function withCertificate(file: Buffer, signer: X509Certificate, added: X509Certificate): Buffer {
  const slot = findSignatureSlot(file);
  if (!slot) throw new Error('The file has no signature.');
  const { contentsStart, contentsEnd } = slot;
  const container = Buffer.from(file.toString('latin1', contentsStart + 1, contentsEnd - 1), 'hex');
  const signerInfo = childAt(childAt(childAt(childAt(readElement(container), 1), 0), 4), 0);
  const forged = writeSignedData({
    version: 1,
    content: der.sequence(der.oid(OID.data)),
    signer,
    others: [added],
    digest: 'sha256',
    algorithm: 'ecdsa',
    signedAttributes: childAt(signerInfo, 3).content,
    signature: childAt(signerInfo, 5).content,
    unsignedAttributes: [childAt(childAt(signerInfo, 6), 0).raw],
  });
  const changed = Buffer.from(file);
  writeContents(changed, slot, Buffer.concat([forged, Buffer.alloc(container.length - forged.length)]));
  return changed;
}

/** The same time stamp signed by another authority's service, whatever its certificate is for. */
export function signedBy({ folder }: TestAuthority, reply: Buffer): Buffer {
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'good'), reply);
  run('ts', '-reply', '-in', 'good', '-token_out', '-out', 'token');
  run('cms', '-verify', '-noverify', '-inform', 'DER', '-in', 'token', '-out', 'info');
  const sign = [
    '-sign',
    '-binary',
    '-nodetach',
    '-cades',
    '-signer',
    'tsa.pem',
    '-inkey',
    'tsa.key',
    '-in',
    'info',
  ];
  run('cms', ...sign, '-econtent_type', '1.2.840.113549.1.9.16.1.4', '-outform', 'DER', '-out', 'forged');
  const forged = readFileSync(join(folder, 'forged'));
  const content = Buffer.concat([Buffer.from('3003020100', 'hex'), forged]);
  const header = Buffer.from([0x30, 0x82, content.length >> 8, content.length & 0xff]);
  return Buffer.concat([header, content]);
}
