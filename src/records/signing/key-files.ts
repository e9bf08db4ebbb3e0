import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { P12Signer } from '@libpdf/core';
import { AppError } from '../../platform/kernel/errors.ts';

/** The key and certificates in files. `sign` gives DER for ECDSA. */
export interface KeyMaterial {
  certificates: readonly X509Certificate[];
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** Returns a signing function for a key that Node.js has loaded. */
export const signerOf =
  (privateKey: KeyObject) =>
  async (data: Uint8Array): Promise<Uint8Array> =>
    sign('sha256', data, privateKey);

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

async function readKeyFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new AppError('invalid', 'signing_key_missing', `The file ${path} cannot be read.`, { cause });
  }
}

/**
 * Parses every certificate in a PEM text, in its order.
 * @throws AppError `signing_key_unreadable` when there is none, or one is damaged
 */
export function parseCertificates(pem: string, path: string): X509Certificate[] {
  const blocks = pem.match(CERTIFICATE) ?? [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw unreadable(path);
}

/**
 * Reads every certificate in a PEM file of the operator.
 * @throws AppError `signing_key_missing`, `signing_key_unreadable`
 */
export const readCertificates = async (path: string): Promise<X509Certificate[]> =>
  parseCertificates((await readKeyFile(path)).toString('latin1'), path);

/**
 * Parses the private key in a PEM text.
 * @throws AppError `signing_passphrase_wrong`, `signing_key_unreadable`
 */
export function parsePrivateKey(pem: string, path: string, passphrase?: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch (cause) {
    throw pem.includes('ENCRYPTED') ? wrongPassphrase(path, cause) : unreadable(path, cause);
  }
}

/**
 * Reads key and certificates from two PEM files of the operator.
 * @throws AppError as `parsePrivateKey`, and `signing_key_missing`
 */
export async function readPem(
  keyPath: string,
  certificatePath: string,
  passphrase?: string,
): Promise<KeyMaterial> {
  const privateKey = parsePrivateKey((await readKeyFile(keyPath)).toString('latin1'), keyPath, passphrase);
  const certificates = await readCertificates(certificatePath);
  return { certificates, sign: signerOf(privateKey) };
}

/**
 * Reads key and certificates from one PKCS #12 file of the operator.
 * @throws AppError `signing_key_missing`, `signing_passphrase_wrong`
 */
export async function readP12(path: string, passphrase: string): Promise<KeyMaterial> {
  const bytes = await readKeyFile(path);
  try {
    const signer = await P12Signer.create(bytes, passphrase);
    const certificates = [signer.certificate, ...signer.certificateChain].map(
      (raw) => new X509Certificate(raw),
    );
    return { certificates, sign: (data) => signer.sign(data, 'SHA-256') };
  } catch (cause) {
    throw wrongPassphrase(path, cause);
  }
}

/** Creates the error for a wrong passphrase. A damaged file looks the same: both decrypt to noise. */
const wrongPassphrase = (path: string, cause: unknown): AppError =>
  new AppError(
    'invalid',
    'signing_passphrase_wrong',
    `The passphrase does not open ${path}, or the file is damaged.`,
    { cause },
  );

const unreadable = (path: string, cause?: unknown): AppError =>
  new AppError(
    'invalid',
    'signing_key_unreadable',
    `${path} does not contain a signing key and its certificate in PEM.`,
    {
      cause,
    },
  );
