import { generateKeyPairSync, sign as signData, X509Certificate } from 'node:crypto';
import { PDF } from '@libpdf/core';
import { describe, expect } from 'vitest';
import {
  editionOf,
  newSigner,
  sealedFile,
  signerWith,
  type TestSigner,
} from '../../../test/support/seal-fixtures.ts';
import { test as sealTest } from '../../../test/support/seal-test.ts';
import { SNAPSHOT_TYPES } from '../editions/edition-content.ts';
import { findSignatureSlot } from '../seal/pdf-signature-slot.ts';
import { toDerSignature, withLowS } from '../signing/ecdsa-signature.ts';
import { createSelfSignedCertificate } from '../signing/self-signed-certificate.ts';
import { verifyFile } from './verify.ts';

const test = sealTest
  .extend('file', { scope: 'file' }, ({ signer }) => sealedFile(signer, 'pdf'))
  .extend('slot', { scope: 'file' }, ({ file }) => {
    const slot = findSignatureSlot(file);
    if (!slot) throw new Error('the sealed file has no signature');
    return slot;
  });

/** A copy with some of its bytes replaced. */
function changed(file: Buffer, offset: number, bytes: string | Uint8Array): Buffer {
  const copy = Buffer.from(file);
  Buffer.from(bytes).copy(copy, offset);
  return copy;
}

describe('a sealed PDF record is not authentic', () => {
  test('with any byte changed anywhere', async ({ file, faults }) => {
    for (let offset = 0; offset < file.length; offset += 3) {
      const bits = 1 << (offset % 8);
      const flipped = changed(file, offset, Uint8Array.of((file[offset] ?? 0) ^ bits));
      expect(await faults(flipped), `byte ${offset} of ${file.length}`).not.toEqual([]);
    }
  });

  test('with any byte of its signature changed, or only written differently', async ({
    file,
    slot,
    faults,
  }) => {
    for (let offset = slot.start; offset < slot.contentsEnd + 1; offset++) {
      const flipped = changed(file, offset, Uint8Array.of((file[offset] ?? 0) ^ 0x20));
      expect(await faults(flipped), `byte ${offset}`).not.toEqual([]);
    }
    const digits = file.toString('latin1', slot.contentsStart, slot.contentsEnd).toUpperCase();
    expect(await faults(changed(file, slot.contentsStart, digits))).toEqual(['seal_readable']);
  });

  test("with another file's signature over it", async ({ signer, file, slot, faults }) => {
    const other = await sealedFile(signer, 'pdf', { title: 'Another title' });
    const otherSlot = findSignatureSlot(other);
    const signature = other.subarray(otherSlot?.contentsStart, otherSlot?.contentsEnd);
    expect(await faults(changed(file, slot.contentsStart, signature))).toEqual(['content_unchanged']);
  });

  test('with the other of the two signatures that ECDSA allows', async ({ signer, faults }) => {
    const otherS = signerWith({
      ...signer.key,
      sign: async (data) => withHighS(await signer.key.sign(data)),
    });
    for (const type of SNAPSHOT_TYPES) {
      expect(await faults(await sealedFile(otherS, type))).toEqual(['content_unchanged']);
    }
  });

  test('with something appended', async ({ file, faults }) => {
    for (const added of ['\n', '%%EOF\n', 'x'.repeat(10_000), '/ByteRange [0 1 2 3] /Contents <00>']) {
      expect(await faults(Buffer.concat([file, Buffer.from(added)]))).toContain('nothing_appended');
    }
  });

  test('with an incremental update after the seal', async ({ file, faults }) => {
    const pdf = await PDF.load(file);
    pdf.getPage(0)?.drawText('not cleared', { x: 50, y: 600 });
    const updated = await pdf.save({ incremental: true });
    expect(Buffer.from(updated).subarray(0, file.length).equals(file)).toBe(true);
    expect(await faults(updated)).toContain('nothing_appended');
  });

  test('with a second signature by somebody else, even over the whole file', async ({
    signer,
    file,
    faults,
  }) => {
    const { key } = await newSigner();
    const twice = await signedAgain(key, file);
    expect(await faults(twice)).toContain('one_seal');
    const trusted = [signer.certificate, key.certificate.toString()];
    expect(await faults(twice, { trusted })).toContain('one_seal');
  });

  test('with more places that look like a signature than a record can have', async ({ file, faults }) => {
    const decoys = '/ByteRange [0 1 2 3] /Contents <'.repeat(2000);
    expect(await faults(Buffer.concat([Buffer.from(`%PDF-1.7\n${decoys}`), file]))).toContain('one_seal');
  });

  test('with the signature wrapped: copied to where it covers only the old part', async ({
    file,
    slot,
    faults,
  }) => {
    const copy = file.subarray(slot.start, slot.contentsEnd);
    const wrapped = Buffer.concat([
      file,
      Buffer.from('\n9 0 obj\n<<'),
      copy,
      Buffer.from('>>\nendobj\n%%EOF\n'),
    ]);
    expect(await faults(wrapped)).toEqual(expect.arrayContaining(['nothing_appended', 'whole_file_covered']));
  });

  test('with content hidden in the gap that the signature leaves', async ({ file, slot, faults }) => {
    const hidden = '>/Evil (content)/More <';
    const at = slot.contentsEnd - hidden.length - 3;
    expect(await faults(changed(file, at, hidden))).toContain('whole_file_covered');
  });

  test('with content before it', async ({ file, faults }) => {
    expect(await faults(Buffer.concat([Buffer.from('%PDF-1.7\n'), file]))).not.toEqual([]);
  });

  test('when cut off, wherever that is', async ({ file, faults }) => {
    for (let length = 0; length < file.length; length += 97) {
      expect(await faults(file.subarray(0, length)), `${length} bytes`).not.toEqual([]);
    }
    expect(await faults(file.subarray(0, -1))).toContain('whole_file_covered');
    expect(await faults(editionOf('pdf'))).toEqual(['seal_found']);
  });
});

test('a PDF that somebody else has signed, and that was never a record, has no seal', async ({ signer }) => {
  const { key } = await newSigner();
  const signed = await signedAgain(key, editionOf('pdf'));
  const { conclusion, findings } = await verifyFile(signed, { trusted: [signer.certificate] });
  expect(conclusion).toBe('no_seal');
  expect(findings.filter(({ ok }) => !ok).map(({ code }) => code)).toEqual(['seal_found']);
});

describe('the signer of a sealed PDF record', () => {
  test('is not trusted when it is somebody else, by whatever name', async ({ signer, faults }) => {
    for (const impostor of [await newSigner(), namesake(signer)]) {
      const forged = await sealedFile(impostor, 'pdf');
      expect(await faults(forged)).toEqual(['signer_trusted']);
      expect(await faults(forged, { trusted: [impostor.certificate] })).toEqual([]);
    }
  });

  test('is not trusted when nobody is', async ({ file }) => {
    const { findings, statement } = await verifyFile(file, { trusted: [] });
    expect(findings.find(({ ok }) => !ok)?.text).toContain('No certificate was given');
    expect(statement?.title).toBe('Before arrival');
  });

  test('cannot use the certificate of another key', async ({ signer, faults }) => {
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
function namesake(signer: TestSigner): TestSigner {
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
async function signedAgain(key: TestSigner['key'], signed: Uint8Array): Promise<Uint8Array> {
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
