import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { S3Client } from '@aws-sdk/client-s3';
import type { S3Options } from './s3-options.ts';

/** Of one request, with the first. */
const MAX_ATTEMPTS = 3;
const CONNECT_MS = 3000;
/** After so long without a byte in either direction, a request has failed. */
const SILENCE_MS = 10_000;
const CONNECTIONS = { keepAlive: true, maxSockets: 200 };

/** Every failure reaches the caller as an error. What the SDK would print besides may contain names of objects. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * @param silenceMs only tests set it
 * @throws the error of the system if the file with certificates cannot be read
 */
export async function createS3Client(options: S3Options, silenceMs = SILENCE_MS): Promise<S3Client> {
  const ca = options.caFile ? [...rootCertificates, await readFile(options.caFile, 'latin1')] : undefined;
  return new S3Client({
    region: options.region,
    forcePathStyle: options.pathStyle,
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    ...(options.credentials && { credentials: options.credentials }),
    maxAttempts: MAX_ATTEMPTS,
    // The checksums that the SDK adds by itself stand after the body, where many servers do not expect them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    logger: SILENT,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: silenceMs,
      // Instances: the SDK replaces agents of its own while it waits for leave to send, without the certificates.
      httpAgent: new HttpAgent(CONNECTIONS),
      httpsAgent: new HttpsAgent({ ...CONNECTIONS, ...(ca && { ca }) }),
    },
  });
}
