import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { verifyFile } from '../src/records/verification/verify.ts';
import { type Call, expectStatus } from './server.ts';
import type { Kept } from './soak-rounds.ts';
import { timedEach } from './statistics.ts';

const DOWNLOADS_AT_ONCE = 4;

/** Bytes of all files below a folder. */
export const bytesBelow = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

/** Downloads every record, compares its checksum and verifies its seal. Returns what is wrong. */
export async function findBrokenRecords(
  broker: Call,
  kept: readonly Kept[],
  folder: string,
): Promise<string[]> {
  const trusted = [readFileSync(join(folder, 'signing/signing-certificate.pem'), 'utf8')];
  const broken: string[] = [];
  await timedEach(kept.length, DOWNLOADS_AT_ONCE, async (index) => {
    const { room, id } = kept[index] as Kept;
    const path = `/rooms/${room}/snapshots/${id}`;
    const snapshot = expectStatus(await broker('GET', path), 200).json();
    const { bytes } = expectStatus(await broker('GET', `${path}/download`), 200);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (snapshot.status !== 'completed') broken.push(`${id} is ${snapshot.status}`);
    if (sha256 !== snapshot.sha256) broken.push(`${id} has the checksum ${sha256}, not ${snapshot.sha256}`);
    const { authentic, findings } = await verifyFile(bytes, { trusted });
    if (!authentic) broken.push(`${id}: ${findings.flatMap(({ ok, text }) => (ok ? [] : [text])).join(' ')}`);
  });
  return broken;
}
