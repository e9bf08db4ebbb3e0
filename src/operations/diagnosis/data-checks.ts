import { verifyLatestAudit } from '../../platform/audit/audit-verification.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import { findNewestEntry, readClockTrust } from '../../platform/clock/clock-trust-store.ts';
import { describeDoubt } from '../../platform/clock/doubt-text.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { compareMigrations } from '../../platform/db/migrate.ts';
import { readHeldBack } from '../../platform/installation/held-back-store.ts';
import { isInFuture } from '../../platform/kernel/clock.ts';
import { readQueue } from '../../platform/metrics/metrics-store.ts';
import { sampleFiles } from './diagnosis-store.ts';
import { checkSafely, type Finding, findingsOf } from './finding.ts';

export interface StoredData {
  db: Queryable;
  blobs: Pick<BlobStore, 'verify'>;
  now: Date;
}

const LATEST_ENTRIES = 10_000;
const SAMPLED_FILES = 200;
/** The clean-up runs every day. */
const LATE_CLEANUP_MS = 3 * 86_400_000;
const LONG_WAIT_MS = 3_600_000;

/** Checks the database and a sample of its files. It changes nothing. */
export async function checkData(data: StoredData): Promise<Finding[]> {
  const checks = { migrations, audit_log: auditLog, clock, queue, files, clean_up: cleanUp };
  const findings: Finding[] = [];
  for (const [name, check] of Object.entries(checks)) {
    findings.push(...(await checkSafely(name, async () => [await check(data)])));
  }
  return findings;
}

async function migrations({ db }: StoredData): Promise<Finding> {
  const { ok, warning, error } = findingsOf('migrations');
  const { pending, unknown } = await compareMigrations(db);
  if (unknown.length > 0) {
    const text = `A newer version of Roomshot has changed the database: ${unknown.join(', ')}.`;
    return error(text, 'Run that version, or restore a backup from before the upgrade.');
  }
  if (pending.length === 0) return ok('The database has the schema that this version needs.');
  return warning(`Not applied yet: ${pending.join(', ')}.`, 'Make a backup; the next start applies them.');
}

async function auditLog({ db }: StoredData): Promise<Finding> {
  const { ok, error } = findingsOf('audit_log');
  const report = await verifyLatestAudit(db, LATEST_ENTRIES);
  if (report.intact)
    return ok(`The last entries, up to ${LATEST_ENTRIES}, are intact; the newest is ${report.head.seq}.`);
  return error(
    `The audit log is broken at entry ${report.brokenAt}. ${report.reason}`,
    'Keep a copy of the data folder and database as they are, find out who could write to them, and restore a backup.',
  );
}

async function clock({ db, now }: StoredData): Promise<Finding> {
  const { ok, warning, error } = findingsOf('clock');
  const trust = await readClockTrust(db);
  if (trust?.doubt) {
    return error(
      `${describeDoubt(trust.doubt)} Nothing is removed until you confirm the clock. It shows ${now.toISOString()}.`,
      'Correct the clock if necessary (timedatectl set-ntp true), then run: roomshot clock confirm',
    );
  }
  const newest = await findNewestEntry(db);
  const behindMs = now.getTime() - (trust?.cleanedUpTo ?? now).getTime();
  if (behindMs > LATE_CLEANUP_MS) {
    return warning(
      `The clean-up has removed data until ${trust?.cleanedUpTo?.toISOString()}, and goes a day further with each run, because the server was off. It is ${now.toISOString()}.`,
      'If the clock is right, run: roomshot clock confirm',
    );
  }
  if (!newest || !isInFuture(newest, now)) {
    return ok(`It is ${now.toISOString()}, after the newest entry of the audit log.`);
  }
  return error(
    `The clock says ${now.toISOString()}, but the newest entry of the audit log is from ${newest.toISOString()}.`,
    'Set the clock (timedatectl set-ntp true). If it was wrong before, note that the entries of that period have wrong times.',
  );
}

async function queue({ db, now }: StoredData): Promise<Finding> {
  const { ok, warning } = findingsOf('queue');
  const { pending, running, oldest } = await readQueue(db);
  const text = `${pending} snapshots wait and ${running} are running.`;
  if (!oldest || now.getTime() - oldest.getTime() < LONG_WAIT_MS) return ok(text);
  return warning(
    `${text} The oldest has waited since ${oldest.toISOString()}.`,
    'Is a server running? Its log names the cause at "attempt failed". A higher ROOMSHOT_RENDER_PROCESSES reduces a backlog faster.',
  );
}

async function files({ db, blobs }: StoredData): Promise<Finding> {
  const { ok, error } = findingsOf('files');
  const hashes = await sampleFiles(db, SAMPLED_FILES);
  const bad: string[] = [];
  for (const hash of hashes) {
    const state = await blobs.verify(hash);
    if (state !== 'whole') bad.push(`${hash} is ${state}`);
  }
  if (bad.length === 0) return ok(`${hashes.length} stored files were read, and match their hashes.`);
  return error(
    `Of ${hashes.length} stored files, ${bad.length} do not match their hashes: ${bad.slice(0, 5).join(', ')}.`,
    'Check the disk. An edition is rendered again when its snapshot is next downloaded; a seal or an uploaded file must come from a backup.',
  );
}

async function cleanUp({ db }: StoredData): Promise<Finding> {
  const { ok, warning } = findingsOf('clean_up');
  const heldBack = await readHeldBack(db);
  if (heldBack.length === 0) return ok('The last clean-up held no files back.');
  const counts = heldBack.map(({ name, items, of }) => `${items} of ${of} (${name.replaceAll('_', ' ')})`);
  const most = Math.max(...heldBack.map(({ items }) => items));
  return warning(
    `The clean-up holds files back, because they are more than half of all files, or none is needed: ${counts.join(', ')}.`,
    `Check DATABASE_URL and ROOMSHOT_DATA_DIR. If the files are really unneeded, run: roomshot cleanup --confirm-files ${most}`,
  );
}
