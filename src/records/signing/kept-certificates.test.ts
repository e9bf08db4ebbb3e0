import { readdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../../../test/support/folder-test.ts';
import { sealedFile, signerWith } from '../../../test/support/seal-fixtures.ts';
import { verifyFile } from '../verification/verify.ts';
import { keepCertificate, readKeptCertificates } from './kept-certificates.ts';
import { loadSigningKey } from './signing-key.ts';

/** What a start does with the key of a folder. */
async function start(folder: string) {
  const key = await loadSigningKey({ folder });
  await keepCertificate(folder, key);
  return signerWith(key);
}

test('records of earlier keys are recognised after a change of the key', async ({ folder }) => {
  const earlier = await sealedFile(await start(folder), 'pdf');
  rmSync(join(folder, 'signing-key.pem'));
  const later = await sealedFile(await start(folder), 'pdf');
  const trusted = await readKeptCertificates(folder);
  for (const file of [earlier, later])
    expect(await verifyFile(file, { trusted })).toMatchObject({ authentic: true });
  const fingerprints = await Promise.all(
    [earlier, later].map(async (file) => (await verifyFile(file, { trusted })).signer?.fingerprint),
  );
  expect(new Set(fingerprints).size).toBe(2);
});

test('of a folder without any key, there are none', async ({ folder }) => {
  expect(await readKeptCertificates(join(folder, 'nowhere'))).toEqual([]);
});

test('a key whose certificate was taken away is trusted no more, though the published one still lies there', async ({
  folder,
}) => {
  const stolen = await sealedFile(await start(folder), 'pdf');
  const kept = join(folder, 'certificates');
  const [name = ''] = readdirSync(kept);
  await keepCertificate(folder, await loadSigningKey({ folder: join(folder, 'other') }));
  rmSync(join(kept, name));
  expect(readdirSync(folder)).toContain('signing-certificate.pem');
  const trusted = await readKeptCertificates(folder);
  expect(trusted).toHaveLength(1);
  expect(await verifyFile(stolen, { trusted })).toMatchObject({ authentic: false });
});

test('a certificate that was damaged is named', async ({ folder }) => {
  await start(folder);
  const [name = ''] = readdirSync(join(folder, 'certificates'));
  const path = join(folder, 'certificates', name);
  truncateSync(path, 100);
  await expect(readKeptCertificates(folder)).rejects.toMatchObject({
    code: 'certificate_unreadable',
    message: expect.stringContaining(path),
  });
});
