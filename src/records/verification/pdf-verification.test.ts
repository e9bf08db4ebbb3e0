import { generateKeyPairSync, sign as signData, X509Certificate } from 'node:crypto';
import { PDF } from '@libpdf/core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  editionOf,
  newSigner,
  sealedFile,
  signerWith,
  type TestSigner,
} from '../../../test/support/seal-fixtures.ts';
import { SNAPSHOT_TYPES } from '../editions/edition-content.ts';
import { findSignatureSlot, type SignatureSlot } from '../seal/pdf-signature-slot.ts';
import { toDerSignature, withLowS } from '../signing/ecdsa-signature.ts';
import { createSelfSignedCertificate } from '../signing/self-signed-certificate.ts';
import type { FindingCode } from './verification.ts';
import { verifyFile } from './verify.ts';

let signer: TestSigner;
let file: Buffer;
let slot: SignatureSlot;

beforeAll(async () => {
  signer = await newSigner();
  file = await sealedFile(signer, 'pdf');
  const found = findSignatureSlot(file);
  if (!found) throw new Error('the sealed file has no signature');
  slot = found;
});

/** What is wrong with some bytes; nothing at all means authentic. */
async function faults(bytes: Uint8Array, trusted = [signer.certificate]): Promise<FindingCode[]> {
  const { authentic, findings } = await verifyFile(bytes, { trusted });
  const codes = findings.filter(({ ok }) => !ok).map(({ code }) => code);
  expect(authentic).toBe(codes.length === 0);
  return codes;
}

/** A copy with some of its bytes replaced. */
function changed(offset: number, bytes: string | Uint8Array): Buffer {
  const copy = Buffer.from(file);
  Buffer.from(bytes).copy(copy, offset);
  return copy;
}

describe('a sealed PDF record is not authentic', () => {
  it('with any byte changed anywhere', async () => {
    for (let offset = 0; offset < file.length; offset += 3) {
      const bits = 1 << (offset % 8);
      const flipped = changed(offset, Uint8Array.of((file[offset] ?? 0) ^ bits));
      expect(await faults(flipped), `byte ${offset} of ${file.length}`).not.toEqual([]);
    }
  });

  it('with any byte of its signature changed, or only written differently', async () => {
    for (let offset = slot.start; offset < slot.contentsEnd + 1; offset++) {
      const flipped = changed(offset, Uint8Array.of((file[offset] ?? 0) ^ 0x20));
      expect(await faults(flipped), `byte ${offset}`).not.toEqual([]);
    }
    const digits = file.toString('latin1', slot.contentsStart, slot.contentsEnd).toUpperCase();
    expect(await faults(changed(slot.contentsStart, digits))).toEqual(['seal_readable']);
  });

  it("with another file's signature over it", async () => {
    const other = await sealedFile(signer, 'pdf', { title: 'Another title' });
    const otherSlot = findSignatureSlot(other);
    const signature = other.subarray(otherSlot?.contentsStart, otherSlot?.contentsEnd);
    expect(await faults(changed(slot.contentsStart, signature))).toEqual(['content_unchanged']);
  });

  it('with the other of the two signatures that ECDSA allows', async () => {
    const otherS = signerWith({
      ...signer.key,
      sign: async (data) => withHighS(await signer.key.sign(data)),
    });
    for (const type of SNAPSHOT_TYPES) {
      expect(await faults(await sealedFile(otherS, type))).toEqual(['content_unchanged']);
    }
  });

  it('with something appended', async () => {
    for (const added of ['\n', '%%EOF\n', 'x'.repeat(10_000), '/ByteRange [0 1 2 3] /Contents <00>']) {
      expect(await faults(Buffer.concat([file, Buffer.from(added)]))).toContain('nothing_appended');
    }
  });

  it('with an incremental update after the seal', async () => {
    const pdf = await PDF.load(file);
    pdf.getPage(0)?.drawText('not cleared', { x: 50, y: 600 });
    const updated = await pdf.save({ incremental: true });
    expect(Buffer.from(updated).subarray(0, file.length).equals(file)).toBe(true);
    expect(await faults(updated)).toContain('nothing_appended');
  });

  it('with a second signature by somebody else, even over the whole file', async () => {
    const { key } = await newSigner();
    const twice = await signedAgain(key);
    expect(await faults(twice)).toContain('one_seal');
    const trusted = [signer.certificate, key.certificate.toString()];
    expect(await faults(twice, trusted)).toContain('one_seal');
  });

  it('with more places that look like a signature than a record can have', async () => {
    const decoys = '/ByteRange [0 1 2 3] /Contents <'.repeat(2000);
    expect(await faults(Buffer.concat([Buffer.from(`%PDF-1.7\n${decoys}`), file]))).toContain('one_seal');
  });

  it('with the signature wrapped: copied to where it covers only the old part', async () => {
    const copy = file.subarray(slot.start, slot.contentsEnd);
    const wrapped = Buffer.concat([
      file,
      Buffer.from('\n9 0 obj\n<<'),
      copy,
      Buffer.from('>>\nendobj\n%%EOF\n'),
    ]);
    expect(await faults(wrapped)).toEqual(expect.arrayContaining(['nothing_appended', 'whole_file_covered']));
  });

  it('with content hidden in the gap that the signature leaves', async () => {
    const hidden = '>/Evil (content)/More <';
    const at = slot.contentsEnd - hidden.length - 3;
    expect(await faults(changed(at, hidden))).toContain('whole_file_covered');
  });

  it('with content before it', async () => {
    expect(await faults(Buffer.concat([Buffer.from('%PDF-1.7\n'), file]))).not.toEqual([]);
  });

  it('when cut off, wherever that is', async () => {
    for (let length = 0; length < file.length; length += 97) {
      expect(await faults(file.subarray(0, length)), `${length} bytes`).not.toEqual([]);
    }
    expect(await faults(file.subarray(0, -1))).toContain('whole_file_covered');
    expect(await faults(await editionOf('pdf'))).toEqual(['seal_found']);
  });
});

it('a PDF that somebody else has signed, and that was never a record, has no seal', async () => {
  const { key } = await newSigner();
  const signed = await signedAgain(key, await editionOf('pdf'));
  const { conclusion, findings } = await verifyFile(signed, { trusted: [signer.certificate] });
  expect(conclusion).toBe('no_seal');
  expect(findings.filter(({ ok }) => !ok).map(({ code }) => code)).toEqual(['seal_found']);
});

describe('the signer of a sealed PDF record', () => {
  it('is not trusted when it is somebody else, by whatever name', async () => {
    for (const impostor of [await newSigner(), namesake()]) {
      const forged = await sealedFile(impostor, 'pdf');
      expect(await faults(forged)).toEqual(['signer_trusted']);
      expect(await faults(forged, [impostor.certificate])).toEqual([]);
    }
  });

  it('is not trusted when nobody is', async () => {
    const { findings, statement } = await verifyFile(file, { trusted: [] });
    expect(findings.find(({ ok }) => !ok)?.text).toContain('No certificate was given');
    expect(statement?.title).toBe('Before arrival');
  });

  it('cannot use the certificate of another key', async () => {
    const { key } = await newSigner();
    const forged = await sealedFile(signerWith({ ...key, certificate: signer.key.certificate }), 'pdf');
    expect(await faults(forged)).toEqual(['content_unchanged']);
  });
});

/** The same signature as anybody can write it differently: (r, n − s) instead of (r, s). */
function withHighS(signature: Uint8Array): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const s = order - BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
}

/** Somebody with another key and a certificate of the same name. */
function namesake(): TestSigner {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = signer.key.certificate.subject.slice('CN='.length);
  const certificate = createSelfSignedCertificate({
    commonName: name,
    privateKey,
    notBefore: signer.key.certificate.validFromDate,
    years: 10,
  });
  const sign = async (data: Uint8Array) =>
    withLowS(signData('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }));
  return signerWith({ algorithm: 'ES256', certificate: new X509Certificate(certificate), chain: [], sign });
}

/** A PDF with a signature of the ordinary kind in a further update. */
async function signedAgain(key: TestSigner['key'], signed: Uint8Array = file): Promise<Uint8Array> {
  const pdf = await PDF.load(signed);
  const { bytes } = await pdf.sign({
    fieldName: 'Second',
    signer: {
      certificate: key.certificate.raw,
      keyType: 'EC',
      signatureAlgorithm: 'ECDSA',
      sign: async (data) => toDerSignature(await key.sign(data)),
    },
  });
  return bytes;
}
