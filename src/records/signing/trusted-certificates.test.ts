import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { joinPem, makeCertificateChain } from '../../../test/support/certificate-chain.ts';
import { test } from '../../../test/support/folder-test.ts';
import { newSigner, sealedFile, signerWith, type TestSigner } from '../../../test/support/seal-fixtures.ts';
import { readCheckpoint } from '../seal/audit-checkpoint.ts';
import { signStatement } from '../seal/statement-signature.ts';
import { verifyFile } from '../verification/verify.ts';
import { loadSigningKey } from './signing-key.ts';

const conclusionOf = async (signer: TestSigner, trusted: string[]) =>
  (await verifyFile(await sealedFile(signer, 'json'), { trusted })).conclusion;

describe('a file of trusted certificates', () => {
  test('may hold those of several keys', async () => {
    const [earlier, later, outsider] = await Promise.all([newSigner(), newSigner(), newSigner()]);
    const trusted = [earlier.certificate + later.certificate];
    expect(await conclusionOf(earlier, trusted)).toBe('authentic');
    expect(await conclusionOf(later, trusted)).toBe('authentic');
    expect(await conclusionOf(outsider, trusted)).toBe('not_ours');
  });

  test('may hold the chain of a key in any order, and trusts no authority in it as a signer', async ({
    folder,
  }) => {
    const { keyPath, signerPath, issuerPath, rootPath } = makeCertificateChain(folder);
    const signer = await loadSigningKey({ keyPemPath: keyPath, certificatePemPath: signerPath });
    const issuer = await loadSigningKey({
      keyPemPath: join(folder, 'issuer.key'),
      certificatePemPath: issuerPath,
    });
    for (const paths of [
      [signerPath, issuerPath, rootPath],
      [rootPath, issuerPath, signerPath],
    ]) {
      const trusted = [readFileSync(joinPem(folder, ...paths), 'utf8')];
      expect(await conclusionOf(signerWith(signer), trusted)).toBe('authentic');
      expect(await conclusionOf(signerWith(issuer), trusted)).toBe('not_ours');
    }
  });

  test('is refused in words when it holds none, for a checkpoint too', async () => {
    const { key } = await newSigner();
    const statement = { format: 'roomshot-audit-checkpoint/1', audit_head: `1:${'0'.repeat(64)}` };
    const text = JSON.stringify(await signStatement(key, statement));
    expect(() => readCheckpoint(text, ['no certificate'])).toThrow('is not a certificate in PEM');
  });
});
