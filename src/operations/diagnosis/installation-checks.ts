import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { FreeSpace } from '../../platform/disk/free-space.ts';
import type { ReportDesign } from '../../records/rendering/design/report-design.ts';
import { findBrokenFonts } from '../../records/rendering/fonts/fonts.ts';
import { RenderPool } from '../../records/rendering/pool/render-pool.ts';
import { keyFileIn } from '../../records/signing/key-folder.ts';
import { loadSigningKey, type SigningKeySource } from '../../records/signing/signing-key.ts';
import { sizeText } from '../../records/wording/amount-text.ts';
import { checkSafely, type Finding, findingsOf } from './finding.ts';
import { SAMPLE_CONTENT } from './sample-content.ts';

export interface Installation {
  /** Only its owner may read it. */
  folder: string;
  /** Paths of files in it that let their reader make records and tokens. */
  secrets: readonly string[];
  space: FreeSpace;
  signingKey: SigningKeySource;
  loadDesign(): Promise<ReportDesign>;
  now: Date;
}

const LITTLE_SPACE_BYTES = 1_000_000_000;
const SOON_MS = 60 * 86_400_000;
const RENDER_TIMEOUT_MS = 60_000;
const OTHERS = 0o077;

/** Checks the machine and the folder of the installation. Changes nothing. */
export async function checkInstallation(installation: Installation): Promise<Finding[]> {
  const checks = {
    permissions,
    disk_space: diskSpace,
    time_zones: timeZones,
    fonts,
    renderer,
    signing_key: signingKey,
  };
  const findings: Finding[] = [];
  for (const [name, check] of Object.entries(checks)) {
    findings.push(...(await checkSafely(name, async () => [await check(installation)])));
  }
  return findings;
}

async function permissions({ folder, secrets }: Installation): Promise<Finding> {
  const { ok, warning, error } = findingsOf('permissions');
  const usable = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!usable) {
    return error(
      `${folder} cannot be read and written by this user.`,
      `Run this as the user of the server, or give it the folder: chown -R USER ${folder}`,
    );
  }
  for (const path of secrets) {
    if (await isOpenToOthers(path))
      return error(`Other users can read or change ${path}.`, `chmod 600 ${path}`);
  }
  if (await isOpenToOthers(folder)) {
    return warning(`Other users can look into ${folder}.`, `chmod 700 ${folder}`);
  }
  return ok(`Only its owner can read ${folder}.`);
}

const isOpenToOthers = (path: string): Promise<boolean> =>
  stat(path).then(
    ({ mode }) => (mode & OTHERS) !== 0,
    () => false,
  );

async function diskSpace({ space }: Installation): Promise<Finding> {
  const { ok, warning, error } = findingsOf('disk_space');
  const free = space.read();
  const text = `${sizeText(free)} are free on the disk of ${space.folder}.`;
  const remedy =
    'Enlarge the disk, or run roomshot cleanup. You can limit for each room how long its snapshots are kept.';
  try {
    space.require();
  } catch {
    return error(`${text} The server refuses new data.`, remedy);
  }
  return free < LITTLE_SPACE_BYTES ? warning(text, remedy) : ok(text);
}

/** Checks the time-zone data. Records print local times, which would be wrong without them. */
async function timeZones(): Promise<Finding> {
  const { ok, error } = findingsOf('time_zones');
  const noon = new Date('2026-07-01T12:00:00Z');
  const hourIn = (timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(noon);
  if (hourIn('Europe/Athens') === '15:00' && hourIn('Asia/Kolkata') === '17:30') {
    return ok(`The time-zone data ${process.versions.tz} are installed.`);
  }
  return error(
    'The time-zone data of this Node.js are missing or wrong.',
    'Install a Node.js with full ICU data.',
  );
}

async function fonts(): Promise<Finding> {
  const { ok, error } = findingsOf('fonts');
  const broken = findBrokenFonts();
  if (broken.length === 0) return ok('All fonts of reports can be read.');
  return error(`These fonts cannot be read: ${broken.join(', ')}.`, 'Install the packages again: npm ci');
}

async function renderer({ loadDesign }: Installation): Promise<Finding> {
  const { ok, error } = findingsOf('renderer');
  const design = await loadDesign();
  const pool = new RenderPool({ design, processes: 1, memoryLimitMb: 400, rendersBeforeRecycling: 2 });
  try {
    const pdf = await pool.renderReport(SAMPLE_CONTENT, { timeoutMs: RENDER_TIMEOUT_MS });
    return ok(`A small report was rendered: ${sizeText(pdf.length)}.`);
  } catch (cause) {
    return error(
      `A small report could not be rendered: ${(cause as Error).message}`,
      'Install the packages again: npm ci. Check that there is enough memory for one more process.',
    );
  } finally {
    await pool.close();
  }
}

async function signingKey({ signingKey: source, now }: Installation): Promise<Finding> {
  const { ok, warning, error } = findingsOf('signing_key');
  // Opening a folder without a key would create a key.
  if ('folder' in source && !(await exists(keyFileIn(source.folder)))) {
    return warning(
      'There is no signing key yet.',
      'The first start creates one. If a key existed before, restore it from a backup.',
    );
  }
  try {
    const { certificate } = await loadSigningKey(source, () => now);
    const until = certificate.validToDate;
    const text = `The signing certificate is valid until ${until.toISOString()}.`;
    if (until.getTime() - now.getTime() > SOON_MS) return ok(text);
    return warning(text, REPLACE_KEY);
  } catch (cause) {
    return error((cause as Error).message, REPLACE_KEY);
  }
}

const REPLACE_KEY =
  'Stop the server, move signing/signing-key.pem out of the data folder (the next start creates a new one), or set ROOMSHOT_SIGNING_… to a new key. Records of the old key stay valid.';

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
