import { existsSync } from 'node:fs';
import type { Config } from '../app/config.ts';
import { installationIn, placesIn } from '../app/data-folder.ts';
import { requireUsable } from '../app/settings-trial.ts';
import { signingKeySource } from '../app/signing-settings.ts';
import { operatorFiles } from '../http/server/operator-access.ts';
import { checkData, type StoredData } from '../operations/diagnosis/data-checks.ts';
import { checkSafely, type Finding, findingsOf } from '../operations/diagnosis/finding.ts';
import { checkInstallation, type Installation } from '../operations/diagnosis/installation-checks.ts';
import { openUnmigrated } from '../platform/db/open-database.ts';
import { requireConfirmedEntries } from '../platform/db/witness.ts';
import { createFreeSpace } from '../platform/disk/free-space.ts';
import { compareFolder } from '../platform/installation/folder-binding.ts';
import { withoutDatabase } from '../platform/installation/folder-refusals.ts';
import { idFilesOf } from '../platform/installation/installation-folder.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { loadReportDesign } from '../records/rendering/design/design-settings.ts';
import { keyFileIn } from '../records/signing/key-folder.ts';
import { findRunningServer, inUse } from './admin-api.ts';
import { examineFileStore } from './file-store-check.ts';
import { printProgress } from './progress-line.ts';

type DatabasePlace = Pick<Config, 'databaseUrl' | 'dataFolder'>;

export interface DiagnosisOptions {
  json?: boolean;
  /** Whether to read all entries and files, instead of the latest entries and a sample of the files. */
  all?: boolean;
}

/**
 * Checks an installation, whether a server runs or not, and prints what was found with its remedy. Returns whether
 * nothing is wrong; warnings are not.
 */
export async function examine(
  readConfig: () => Config,
  { json = false, all = false }: DiagnosisOptions,
): Promise<boolean> {
  const findings = await checkAll(readConfig, all);
  if (json) console.log(JSON.stringify({ findings }, null, 2));
  else for (const finding of findings) console.log(describe(finding));
  return findings.every(({ level }) => level !== 'error');
}

const MARKS = { ok: 'ok   ', warning: 'WARN ', error: 'ERROR' };

const describe = ({ check, level, text, remedy }: Finding): string =>
  `${MARKS[level]}  ${check.padEnd(12)}  ${text}${remedy === null ? '' : `\n       ${' '.repeat(14)}→ ${remedy}`}`;

async function checkAll(readConfig: () => Config, all: boolean): Promise<Finding[]> {
  const settings = findingsOf('settings');
  let config: Config;
  try {
    config = readConfig();
    await requireUsable(config);
  } catch (error) {
    return [settings.error((error as Error).message, 'Correct it; roomshot --help lists all settings.')];
  }
  if (!isInstalled(config)) {
    const text = `There is no Roomshot in ${config.dataFolder}.`;
    return [settings.error(text, 'Set --data-dir or ROOMSHOT_DATA_DIR to its data folder.')];
  }
  const installation = await checkInstallation({
    ...(await privateFiles(config.dataFolder)),
    space: createFreeSpace(config.dataFolder),
    signingKey: signingKeySource(config),
    loadDesign: () => loadReportDesign(config.report, config.publicUrl),
    now: new Date(),
  });
  const files = await examineFileStore(config);
  const stored = await checkSafely('database', () => checkStored(config, files.blobs, all));
  files.close();
  return [settings.ok('All settings are valid.'), ...installation, ...files.findings, ...stored];
}

const lacksDatabase = ({ databaseUrl, dataFolder }: DatabasePlace): boolean =>
  !databaseUrl && !existsSync(placesIn(dataFolder).embeddedDatabase);

/** With an id but without its database, the folder is an installation that has lost it. */
const isInstalled = (place: DatabasePlace): boolean =>
  lacksDatabase(place)
    ? existsSync(idFilesOf(installationIn(place.dataFolder))[0])
    : existsSync(place.dataFolder);

/** Only the operator may read these. With the secrets, records and tokens can be made. */
async function privateFiles(folder: string): Promise<Pick<Installation, 'folder' | 'secrets'>> {
  const { signing, jwtSecret, operatorEndpoint } = placesIn(folder);
  return { folder, secrets: [keyFileIn(signing), jwtSecret, ...(await operatorFiles(operatorEndpoint))] };
}

/** By the server that has the embedded database, or else in this process. */
async function checkStored(
  config: DatabasePlace,
  blobs: StoredData['blobs'],
  all: boolean,
): Promise<Finding[]> {
  const { ok } = findingsOf('database');
  const { databaseUrl: url, dataFolder } = config;
  const folder = installationIn(dataFolder);
  // Opening it would create a new one.
  if (lacksDatabase(config)) throw withoutDatabase(folder, idFilesOf(folder)[0]);
  const database = await openUnmigrated({ url, dataFolder }).catch(inUse);
  if (database instanceof AppError) {
    const server = await findRunningServer(config);
    if (!server) throw database;
    const { findings } = (await (await server.send('GET', `/admin/diagnosis?all=${all}`)).json()) as {
      findings: Finding[];
    };
    return [ok('The running server has the database.'), ...findings];
  }
  try {
    await compareFolder(database.query, folder);
    await requireConfirmedEntries(database.query, dataFolder);
    const findings = await checkData({
      ...{ db: database.long.query, blobs, now: new Date(), all },
      progressOf: printProgress,
    });
    return [
      ok(`The ${database.engine === 'embedded' ? 'embedded database' : 'database server'} answers.`),
      ...findings,
    ];
  } finally {
    await database.close();
  }
}
