import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { makeCertificateChain } from '../../../test/support/certificate-chain.ts';
import { test } from '../../../test/support/folder-test.ts';
import { sealedFile, signerWith } from '../../../test/support/seal-fixtures.ts';
import { runJudge } from '../../../test/support/seal-tools.ts';
import { SNAPSHOT_TYPES } from '../editions/edition-content.ts';
import { verifyFile } from '../verification/verify.ts';
import { loadSigningKey } from './signing-key.ts';

const KEY = 'signing-key.pem';
const CERTIFICATE = 'signing-certificate.pem';

describe('the key of a folder', () => {
  test('is made at the first start, for this installation alone, and kept from others', async ({
    folder: parent,
  }) => {
    const folder = join(parent, 'keys');
    const key = await loadSigningKey({ folder });
    expect(key.algorithm).toBe('ES256');
    expect(key.certificate.subject).toMatch(/^CN=Roomshot [0-9a-f-]{36}$/);
    expect(key.certificate.verify(key.certificate.publicKey)).toBe(true);
    expect(key.certificate.ca).toBe(false);
    const years =
      key.certificate.validToDate.getUTCFullYear() - key.certificate.validFromDate.getUTCFullYear();
    expect(years).toBe(10);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, KEY)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).toSorted()).toEqual([CERTIFICATE, KEY]);
    expect(readFileSync(join(folder, CERTIFICATE), 'utf8')).toBe(key.certificate.toString());
  });

  test('is the same at every later start', async ({ folder }) => {
    const first = await loadSigningKey({ folder });
    rmSync(join(folder, CERTIFICATE));
    const second = await loadSigningKey({ folder });
    expect(second.certificate.fingerprint256).toBe(first.certificate.fingerprint256);
    expect(readFileSync(join(folder, CERTIFICATE), 'utf8')).toBe(first.certificate.toString());
  });

  test('is one key with its certificate, however many start at once', async ({ folder }) => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => loadSigningKey({ folder })));
    expect(new Set(keys.map(({ certificate }) => certificate.fingerprint256)).size).toBe(1);
    expect((await readdir(folder)).toSorted()).toEqual([CERTIFICATE, KEY]);
  });

  test('is refused when its file is damaged, and not silently replaced', async ({ folder }) => {
    await loadSigningKey({ folder });
    const damaged = readFileSync(join(folder, KEY), 'utf8').replace(
      'PRIVATE KEY-----\nM',
      'PRIVATE KEY-----\nX',
    );
    writeFileSync(join(folder, KEY), damaged);
    await expect(loadSigningKey({ folder })).rejects.toMatchObject({ code: 'signing_key_unreadable' });
    expect(readFileSync(join(folder, KEY), 'utf8')).toBe(damaged);
  });

  test.for([15 * 60_000, 86_400_000])(
    'can be used after the clock was corrected by %i ms',
    async (ms, { folder }) => {
      const first = await loadSigningKey({ folder });
      const corrected = () => new Date(Date.now() - ms);
      const { certificate } = await loadSigningKey({ folder }, corrected);
      expect(certificate.fingerprint256).toBe(first.certificate.fingerprint256);
      expect(certificate.validFromDate < corrected()).toBe(true);
    },
  );

  test('is refused when its certificate has run out', async ({ folder }) => {
    await loadSigningKey({ folder });
    const later = () => new Date(Date.now() + 11 * 365 * 86_400_000);
    await expect(loadSigningKey({ folder }, later)).rejects.toMatchObject({
      code: 'signing_certificate_expired',
    });
  });
});

/** The operator's key as the usual tool makes it. */
function operatorKey(skip: (note: string) => void, folder: string, name: string, algorithm: string[]) {
  const keyPemPath = join(folder, `${name}.key`);
  const certificatePemPath = join(folder, `${name}.pem`);
  const subject = ['-subj', `/CN=${name}`, '-days', '30'];
  runJudge(skip, 'openssl', [
    'req',
    '-x509',
    ...algorithm,
    '-nodes',
    ...subject,
    '-keyout',
    keyPemPath,
    '-out',
    certificatePemPath,
  ]);
  return { keyPemPath, certificatePemPath };
}

const P256 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
const P384 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'];
const RSA = ['-newkey', 'rsa:2048'];

describe("the operator's key", () => {
  test.for([
    ['ES256', P256],
    ['RS256', RSA],
  ] as const)('can be %s, and seals every type', async ([algorithm, options], { skip, folder }) => {
    const key = await loadSigningKey(operatorKey(skip, folder, 'Broker', [...options]));
    expect(key.algorithm).toBe(algorithm);
    const signer = signerWith(key);
    for (const type of SNAPSHOT_TYPES) {
      const file = await sealedFile(signer, type);
      expect((await verifyFile(file, { trusted: [signer.certificate] })).authentic).toBe(true);
      if (type !== 'pdf') continue;
      const path = join(folder, 'record.pdf');
      writeFileSync(path, file);
      expect(runJudge(skip, 'pdfsig', [path])).toContain('Signature is Valid');
    }
  });

  test('may have a name with any marks, which is shown as it is', async ({ skip, folder }) => {
    const name = 'Broker, Inc. "<roomshot:statement>" ByteRange [0 1 2 3];#=';
    const signer = signerWith(await loadSigningKey(operatorKey(skip, folder, name, P256)));
    for (const type of SNAPSHOT_TYPES) {
      const file = await sealedFile(signer, type);
      expect(await verifyFile(file, { trusted: [signer.certificate] })).toMatchObject({
        authentic: true,
        signer: { name },
      });
      if (type !== 'pdf') continue;
      const path = join(folder, 'record.pdf');
      writeFileSync(path, file);
      expect(runJudge(skip, 'pdfsig', [path])).toContain('Signature is Valid');
    }
  });

  test('can have a passphrase, which must be right', async ({ skip, folder }) => {
    const { keyPemPath, certificatePemPath } = operatorKey(skip, folder, 'Broker', P256);
    const locked = join(folder, 'locked.key');
    runJudge(skip, 'openssl', [
      'pkcs8',
      '-topk8',
      '-in',
      keyPemPath,
      '-out',
      locked,
      '-passout',
      'pass:right',
    ]);
    const load = (passphrase?: string) =>
      loadSigningKey({
        keyPemPath: locked,
        certificatePemPath,
        ...(passphrase !== undefined && { passphrase }),
      });
    expect((await load('right')).algorithm).toBe('ES256');
    for (const wrong of ['wrong', '', undefined]) {
      await expect(load(wrong)).rejects.toMatchObject({ code: 'signing_passphrase_wrong' });
    }
  });

  test.for([
    ['modern', []],
    ['old', ['-legacy']],
  ] as const)('can be a %s PKCS #12 file', async ([, options], { skip, folder }) => {
    const { keyPath, signerPath, issuerPath } = makeCertificateChain(folder);
    const p12Path = join(folder, 'key.p12');
    const files = ['-inkey', keyPath, '-in', signerPath, '-certfile', issuerPath];
    runJudge(skip, 'openssl', [
      'pkcs12',
      '-export',
      ...options,
      ...files,
      '-out',
      p12Path,
      '-passout',
      'pass:right',
    ]);
    const key = await loadSigningKey({ p12Path, passphrase: 'right' });
    expect(key.certificate.subject).toBe('CN=signer');
    expect(key.chain.map(({ subject }) => subject)).toEqual(['CN=issuer']);
    const signer = signerWith(key);
    const file = await sealedFile(signer, 'pdf');
    expect((await verifyFile(file, { trusted: [signer.certificate] })).authentic).toBe(true);
    const loading = loadSigningKey({ p12Path, passphrase: 'wrong' });
    await expect(loading).rejects.toMatchObject({ code: 'signing_passphrase_wrong' });
  });

  test('must belong to its certificate', async ({ skip, folder }) => {
    const one = operatorKey(skip, folder, 'One', P256);
    const other = operatorKey(skip, folder, 'Other', P256);
    const loading = loadSigningKey({ ...one, certificatePemPath: other.certificatePemPath });
    await expect(loading).rejects.toMatchObject({ code: 'signing_key_mismatch' });
  });

  test('must be of a kind that we use', async ({ skip, folder }) => {
    const source = operatorKey(skip, folder, 'Strange', P384);
    await expect(loadSigningKey(source)).rejects.toMatchObject({ code: 'signing_key_unsupported' });
  });

  test('must be there, and be a key', async ({ skip, folder }) => {
    const { keyPemPath, certificatePemPath } = operatorKey(skip, folder, 'Broker', P256);
    const missing = join(folder, 'nothing');
    for (const source of [
      { keyPemPath: missing, certificatePemPath },
      { keyPemPath, certificatePemPath: missing },
      { p12Path: missing, passphrase: '' },
    ]) {
      await expect(loadSigningKey(source)).rejects.toMatchObject({ code: 'signing_key_missing' });
    }
    const swapped = { keyPemPath: certificatePemPath, certificatePemPath: keyPemPath };
    await expect(loadSigningKey(swapped)).rejects.toMatchObject({ code: 'signing_key_unreadable' });
  });
});

test('the certificate of a first start is one that openssl understands', async ({ skip, folder }) => {
  await loadSigningKey({ folder });
  const path = join(folder, CERTIFICATE);
  const text = runJudge(skip, 'openssl', ['x509', '-in', path, '-noout', '-text']);
  expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Non Repudiation/);
  expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
  expect(runJudge(skip, 'openssl', ['verify', '-CAfile', path, path])).toContain('OK');
  expect(new X509Certificate(readFileSync(path)).serialNumber.length).toBeGreaterThan(16);
});
