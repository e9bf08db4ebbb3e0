import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { type KeyMaterial, parseCertificates, parsePrivateKey, signerOf } from './key-files.ts';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

const KEY_FILE = 'signing-key.pem';
const CERTIFICATE_FILE = 'signing-certificate.pem';
const VALID_YEARS = 10;

const hasCode = (error: unknown, code: string): boolean =>
  (error as { code?: unknown } | null)?.code === code;

/**
 * The key of a folder, made there when there is none. One file holds key and certificate together, so the two
 * cannot come apart; the certificate also lies beside it, to be handed to whoever verifies records.
 * @throws AppError `signing_key_unreadable` when the file is damaged
 */
export async function readKeyFolder(folder: string, clock: Clock): Promise<KeyMaterial> {
  const path = join(folder, KEY_FILE);
  const pem = (await readIfThere(path)) ?? (await createKeyFile(folder, clock));
  const certificates = parseCertificates(pem, path);
  const own = certificates.map((certificate) => certificate.toString()).join('');
  if ((await readIfThere(join(folder, CERTIFICATE_FILE))) !== own) await publish(folder, own);
  return { certificates, sign: signerOf(parsePrivateKey(pem, path)) };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Of several processes that start at once, one places its key and the others take that one. */
async function createKeyFile(folder: string, clock: Clock): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = await writeTemporary(folder, newKeyPem(clock()), 0o600);
  try {
    // Unlike a rename, a link never replaces what another process has just placed.
    await link(temporary, join(folder, KEY_FILE));
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(folder);
  return readFile(join(folder, KEY_FILE), 'latin1');
}

async function publish(folder: string, certificatePem: string): Promise<void> {
  const temporary = await writeTemporary(folder, certificatePem, 0o644);
  await rename(temporary, join(folder, CERTIFICATE_FILE));
  await syncFolder(folder);
}

function newKeyPem(now: Date): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = createSelfSignedCertificate({
    commonName: `Roomshot ${newId()}`,
    privateKey,
    notBefore: now,
    years: VALID_YEARS,
  });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) + new X509Certificate(certificate).toString();
}

async function writeTemporary(folder: string, text: string, mode: number): Promise<string> {
  const path = join(folder, `.${newId()}.new`);
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return path;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
