import { verifyAudit, verifyLatestAudit } from '../../platform/audit/audit-verification.ts';
import type { BlobStore } from '../../platform/blobs/blob-store.ts';
import { findNewestEntry, readClockTrust } from '../../platform/clock/clock-trust-store.ts';
import { describeDoubt } from '../../platform/clock/doubt-text.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { compareMigrations } from '../../platform/db/migrate.ts';
import { readHeldBack } from '../../platform/installation/held-back-store.ts';
import { isInFuture } from '../../platform/kernel/clock.ts';
import type { OnProgress } from '../../platform/kernel/progress.ts';
import { readQueue } from '../../platform/metrics/metrics-store.ts';
import { allFiles, sampleFiles } from './diagnosis-store.ts';
import { checkSafely, type Finding, findingsOf } from './finding.ts';
import { allSeals, sampleSeals } from './seal-check-store.ts';

export interface StoredData {
  db: Queryable;
  blobs: Pick<BlobStore, 'verify'>;
  now: Date;
  /** Whether to read all entries and files, instead of the latest entries and a sample of the files. */
  all: boolean;
  /** Returns what is called with how many of these things were read. @param what in the plural */
  progressOf(what: string): OnProgress;
}

const LATEST_ENTRIES = 10_000;
const SAMPLED_FILES = 200;
const SAMPLED_SEALS = 200;
/** How many damaged files or seals a finding names. */
const NAMED = 5;
/** The clean-up runs every day. */
const LATE_CLEANUP_MS = 3 * 86_400_000;
const LONG_WAIT_MS = 3_600_000;

/** Checks the database and its files, or a sample of them. It changes nothing. */
export async function checkData(data: StoredData): Promise<Finding[]> {
  const checks = { migrations, audit_log: auditLog, clock, queue, files, seals, clean_up: cleanUp };
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

async function auditLog({ db, all, progressOf }: StoredData): Promise<Finding> {
  const { ok, error } = findingsOf('audit_log');
  const report = all
    ? await verifyAudit(db, { onProgress: progressOf('entries') })
    : await verifyLatestAudit(db, LATEST_ENTRIES);
  const which = all ? 'All entries' : `The last entries, up to ${LATEST_ENTRIES},`;
  if (report.intact) return ok(`${which} are intact; the newest is ${report.head.seq}.`);
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

async function files({ db, blobs, all, progressOf }: StoredData): Promise<Finding> {
  const { ok, error } = findingsOf('files');
  const progress = progressOf('files');
  const bad: string[] = [];
  let read = 0;
  let damaged = 0;
  for await (const hashes of all ? allFiles(db) : [await sampleFiles(db, SAMPLED_FILES)]) {
    for (const hash of hashes) {
      const state = await blobs.verify(hash);
      read++;
      if (state === 'whole') continue;
      damaged++;
      if (bad.length < NAMED) bad.push(`${hash} is ${state}`);
    }
    const last = hashes.at(-1);
    if (all && last !== undefined) progress(read, Math.round(read / placeOf(last)));
  }
  const which = all ? ' These are all files.' : '';
  if (damaged === 0) return ok(`${read} stored files were read, and match their hashes.${which}`);
  return error(
    `Of ${read} stored files, ${damaged} do not match their hashes: ${bad.join(', ')}.`,
    'Check the disk. An edition is rendered again when its snapshot is next downloaded; an uploaded file, or a seal of an earlier version, must come from a backup.',
  );
}

/** Returns the part of all hashes that are not greater than this one: it tells how many files there are about. */
const placeOf = (hash: string): number => (Number.parseInt(hash.slice(0, 8), 16) + 1) / 2 ** 32;

async function seals({ db, all, progressOf }: StoredData): Promise<Finding> {
  const { ok, error } = findingsOf('seals');
  const progress = progressOf('seals');
  const bad: string[] = [];
  let read = 0;
  let damaged = 0;
  for await (const { checked, of } of all ? allSeals(db) : sampleSeals(db, SAMPLED_SEALS)) {
    for (const { snapshotId, state } of checked) {
      read++;
      if (state === 'whole') continue;
      damaged++;
      if (bad.length < NAMED) bad.push(`that of snapshot ${snapshotId} is ${state}`);
    }
    if (all) progress(read, of);
  }
  const which = all ? ' These are all seals.' : '';
  if (damaged === 0) return ok(`${read} seals were read, and match their hashes.${which}`);
  return error(
    `Of ${read} seals, ${damaged} do not match their hashes: ${bad.join(', ')}.`,
    'Check the disk. The seals of these snapshots must come from a backup.',
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
