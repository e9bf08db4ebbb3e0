import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { joinPem, makeCertificateChain } from '../../../test/support/certificate-chain.ts';
import { test } from '../../../test/support/folder-test.ts';
import { runJudge } from '../../../test/support/seal-tools.ts';
import { sha256 } from '../../platform/kernel/hash.ts';
import { createCmsSignature, readCmsSignature } from './cms-signature.ts';
import { loadSigningKey, type SigningKey } from './signing-key.ts';

const CONTENT = 'a record';
const digest = Buffer.from(sha256(CONTENT), 'hex');

/** A key with a chain whose file is in no order and holds a certificate that has nothing to do with it. */
async function chainedKey(
  folder: string,
): Promise<{ key: SigningKey; outsider: X509Certificate; rootPath: string }> {
  const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
  const { keyPath, signerPath, issuerPath, rootPath } = makeCertificateChain(folder);
  const outsider = makeCertificateChain(elsewhere).issuerPath;
  const certificatePemPath = joinPem(folder, outsider, rootPath, signerPath, issuerPath);
  const key = await loadSigningKey({ keyPemPath: keyPath, certificatePemPath });
  return { key, outsider: new X509Certificate(readFileSync(outsider)), rootPath };
}

test('a signature names every certificate of its chain, and openssl finds them right', async ({
  skip,
  folder,
}) => {
  const { key, rootPath } = await chainedKey(folder);
  expect(key.chain.map(({ subject }) => subject)).toEqual(['CN=issuer', 'CN=Root']);
  const container = await createCmsSignature(key, digest);
  expect(readCmsSignature(container, digest)).toMatchObject({ certificate: key.certificate, isValid: true });
  const [signed, content] = [join(folder, 'signature'), join(folder, 'content')];
  writeFileSync(signed, container);
  writeFileSync(content, CONTENT);
  const parts = ['-inform', 'DER', '-in', signed, '-content', content, '-binary', '-CAfile', rootPath];
  expect(runJudge(skip, 'openssl', ['cms', '-verify', '-cades', ...parts])).toContain('successful');
});

test('no certificate of a chain can be exchanged, taken away or added', async ({ folder }) => {
  const { key, outsider } = await chainedKey(folder);
  const signatures: Uint8Array[] = [];
  const sign = async (data: Uint8Array) => {
    const signature = await key.sign(data);
    signatures.push(signature);
    return signature;
  };
  await createCmsSignature({ ...key, sign }, digest);
  const [issuer, root] = key.chain as [X509Certificate, X509Certificate];
  for (const chain of [[], [issuer], [root], [issuer, outsider], [issuer, root, outsider]]) {
    const forged = { ...key, chain, sign: async () => signatures[0] as Uint8Array };
    const read = readCmsSignature(await createCmsSignature(forged, digest), digest);
    expect(read?.isValid, `with ${chain.length} others`).toBe(false);
  }
});

/** As version 0.1 wrote it, with a chain that the signature does not name. */
const EARLIER = [
  'MIIEngYJKoZIhvcNAQcCoIIEjzCCBIsCAQExDTALBglghkgBZQMEAgEwCwYJKoZIhvcNAQcBoIIDGjCCAYYwggEroAMCAQIC',
  'FEduViVKIcvpqcdo/TGO0tflE1AwMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBFJvb3QwHhcNMjYxMTI0MDAwMDAyWhcNMjYx',
  'MjI0MDAwMDAyWjARMQ8wDQYDVQQDDAZpc3N1ZXIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQgTaPhGYC2u9pVeT0vyGIK',
  'mmAdm72G1jOnp51q9QaXwcotnkpaIoaEjFnXAXQQ6K8kD2xLRde7uS2n+52KYL8Uo2MwYTAPBgNVHRMBAf8EBTADAQH/MA4G',
  'A1UdDwEB/wQEAwICBDAdBgNVHQ4EFgQUVQkRrSOX7m7xHoXIkInKKbrmDKIwHwYDVR0jBBgwFoAU/jWlH0QEAKHs5MqQktlL',
  'USvjIkYwCgYIKoZIzj0EAwIDSQAwRgIhAMwrjU4LdAjsf6AulyPUW69wC0ps4BsxID+/8BN5fbAuAiEA3L1b3v6CDjBjDKko',
  'Soqq4O037HxkHFdnhT01564MjyswggGMMIIBMaADAgECAhQChBRhhImDNTolqH3ISHbkDSZaQTAKBggqhkjOPQQDAjARMQ8w',
  'DQYDVQQDDAZpc3N1ZXIwHhcNMjYxMTI0MDAwMDAyWhcNMjYxMjI0MDAwMDAyWjARMQ8wDQYDVQQDDAZzaWduZXIwWTATBgcq',
  'hkjOPQIBBggqhkjOPQMBBwNCAARDQxzjE2tiDHsa0Vs5RIjT4EKin78waln+sdVbiM6lyw30XVB5FKKX17624PbBWiN5Qpnw',
  'wIvf2RNAIsCG2HFeo2cwZTAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYIKwYBBQUHAwQwHQYDVR0OBBYEFErvxIEahptT',
  'kYt97Kum305Ht+/xMB8GA1UdIwQYMBaAFFUJEa0jl+5u8R6FyJCJyim65gyiMAoGCCqGSM49BAMCA0kAMEYCIQC2PcWqwGNj',
  '9mcOuaEz/2UdNM4WUOST8mpSGlIYKa1fxwIhAJPtimiFxW9DYnSBmdMg7n3a5iTWp9Q7e7j88p882jrgMYIBSjCCAUYCAQEw',
  'KTARMQ8wDQYDVQQDDAZpc3N1ZXICFAKEFGGEiYM1OiWofchIduQNJlpBMAsGCWCGSAFlAwQCAaCBszAYBgkqhkiG9w0BCQMx',
  'CwYJKoZIhvcNAQcBMC8GCSqGSIb3DQEJBDEiBCCbcAzoKY2/B1Cx2D82sHM0JNb8zpX4a8WkVrXrApZpfjBmBgsqhkiG9w0B',
  'CRACLzFXMFUwUzBRBCBddsiyT3njY+jP7jM/aj3PwhtRJkvFCWJjuzEDw98mUDAtMBWkEzARMQ8wDQYDVQQDDAZpc3N1ZXIC',
  'FAKEFGGEiYM1OiWofchIduQNJlpBMAoGCCqGSM49BAMCBEcwRQIhANEVM0WHW0FweyVZqwin4b4WgJ6LY4b2gcS9mcnbYtff',
  'AiAIa8lwCHkGavJVNx8PnKK+tx5SUfHrLPvW1hhCtSnMVQ==',
].join('');

test('a signature of before chains were named still holds', () => {
  const container = Buffer.from(EARLIER, 'base64');
  expect(readCmsSignature(container, digest)).toMatchObject({ isValid: true });
  expect(readCmsSignature(container, Buffer.alloc(32))).toMatchObject({ isValid: false });
});
