import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { type Config, readConfig } from '../app/config.ts';
import { installationIn, placesIn } from '../app/data-folder.ts';
import type { Environment } from '../app/secret-files.ts';
import { DATABASE_URL, SETTINGS } from '../app/settings.ts';
import { ROLES } from '../people/permissions/roles.ts';
import { idFilesOf } from '../platform/installation/installation-folder.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { VERSION } from '../platform/kernel/version.ts';
import { exportCheckpoint, type VerificationOptions, verifyAuditLog } from './audit-command.ts';
import { describeDifference } from './diff-command.ts';
import { type DiagnosisOptions, examine } from './doctor-command.ts';
import { addOperationCommands } from './operation-commands.ts';
import { runServer } from './serve-command.ts';
import { type SnapshotOptions, takeSnapshot } from './snapshot-command.ts';
import { addUser, listUsers, resetPassword, setActive } from './user-command.ts';
import { type VerifyOptions, verifyRecord } from './verify-command.ts';
import { runWorker } from './work-command.ts';

interface ServeOptions {
  host?: string;
  port?: string;
  demo?: boolean;
}

/** The exit code of a check that found a problem. */
const FOUND_PROBLEM = 1;
const BAD_USAGE = 2;

/** Creates the command line. Flags have the same meaning as the environment, and precedence over it. */
export function createProgram(environment: Environment): Command {
  const program = new Command('roomshot')
    .description('Records of a ship-to-ship clearance room, exactly as it stood')
    .version(VERSION)
    .addOption(new Option('--data-dir <folder>', SETTINGS.DATA_DIR[1]))
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : BAD_USAGE))
    .addHelpText('after', describeSettings());
  const config = (flags: ServeOptions = {}): Config =>
    readConfig(withFlags(environment, { ...program.opts<{ dataDir?: string }>(), ...flags }));
  const existing = (): Config => requireDatabase(config());

  program
    .command('serve')
    .description('run the server')
    .addOption(new Option('--host <address>', SETTINGS.HOST[1]))
    .addOption(new Option('--port <number>', SETTINGS.PORT[1]))
    .option('--demo', 'fill an empty database with the demonstration rooms and accounts')
    .option('--no-work', 'only answer requests; `roomshot work` makes the snapshots')
    .action(({ work, ...options }: ServeOptions & { work: boolean }) =>
      runServer(config(options), { works: work }),
    );
  program
    .command('work')
    .description('make the snapshots of servers on the same PostgreSQL database')
    .option('--host <address>', 'address for health checks and metrics (ROOMSHOT_HOST)')
    .option('--port <number>', 'port for health checks and metrics (ROOMSHOT_PORT)')
    .action((options: ServeOptions) => runWorker(config(options)));
  addRecordCommands(program, existing, config);
  addAuditCommands(program, existing);
  addUserCommands(program, existing);
  addOperationCommands(program, existing, config);
  program
    .command('doctor')
    .description('check the installation, and report problems with their remedies')
    .option('--all', 'read all entries of the audit log and all files, instead of some')
    .option('--json', 'print the findings as JSON')
    .action(async (options: DiagnosisOptions) => exitUnless(await examine(config, options)));
  return program;
}

function addRecordCommands(program: Command, existing: () => Config, config: () => Config): void {
  program
    .command('snapshot <room>')
    .description('take a snapshot of a room and write its file; needs no server')
    .option('--type <type>', 'pdf, json or csv', 'pdf')
    .option('--title <text>', 'title of the snapshot')
    .option('--compare-to <snapshot>', 'id of an earlier snapshot: show the changes since')
    .option('--include-commercial', 'state the commercial terms, for those who may read them')
    .option('--out <file>', 'file to write (snapshot-ID.TYPE)')
    .action(async (room: string, options: SnapshotOptions) => {
      console.log(await takeSnapshot(existing(), room, options));
    });
  program
    .command('diff <room> <before> <after>')
    .description('show the differences between two snapshots of a room; needs no server')
    .action(async (room: string, before: string, after: string) => {
      console.log(await describeDifference(existing(), room, [before, after]));
    });
  program
    .command('verify <file>')
    .description('verify that a downloaded file is an unchanged record of this installation')
    .option('--certificate <file...>', "certificates to trust instead of this installation's own")
    .option('--authority <file...>', 'certificates of time-stamp authorities to trust, likewise')
    .action(async (file: string, options: VerifyOptions) =>
      exitUnless(await verifyRecord(config(), file, options)),
    );
}

function addAuditCommands(program: Command, config: () => Config): void {
  const audit = program.command('audit').description('the audit log');
  audit
    .command('verify')
    .description('check that no entry was changed, removed, added or moved')
    .option('--all', 'read also the entries that an earlier check has read')
    .option('--checkpoint <file>', 'an earlier checkpoint (a file, or NUMBER:HASH) that it must contain')
    .option('--certificate <file...>', "signers of the checkpoint, instead of this installation's own")
    .action(async (options: VerificationOptions) => exitUnless(await verifyAuditLog(config(), options)));
  audit
    .command('checkpoint')
    .description('print the signed head of the log; stored elsewhere, it reveals a truncated log')
    .option('--out <file>', 'file to write instead of printing it')
    .action(async ({ out }: { out?: string }) => exitUnless(await exportCheckpoint(config(), out)));
}

function addUserCommands(program: Command, config: () => Config): void {
  const user = program.command('user').description('the accounts');
  user
    .command('list')
    .description('all accounts')
    .action(() => listUsers(config()));
  user
    .command('add <email>')
    .description('create an account; its password is printed once')
    .requiredOption('--name <name>', 'name of the person')
    .requiredOption('--role <role>', ROLES.join(', '))
    .action((email: string, options: { name: string; role: string }) => addUser(config(), email, options));
  user
    .command('password <email>')
    .description('set a new password; it is printed once')
    .action((email: string) => resetPassword(config(), email));
  user
    .command('deactivate <email>')
    .description('deactivate an account at once')
    .action((email: string) => setActive(config(), email, false));
  user
    .command('activate <email>')
    .description('activate an account again')
    .action((email: string) => setActive(config(), email, true));
}

/** @throws AppError `no_database`: a mistyped folder must not become a new, empty installation */
function requireDatabase(config: Config): Config {
  const { embeddedDatabase } = placesIn(config.dataFolder);
  const [installationId] = idFilesOf(installationIn(config.dataFolder));
  // With an id but without its database, the folder is refused when it is opened, with the reason.
  if (config.databaseUrl || existsSync(embeddedDatabase) || existsSync(installationId)) return config;
  const message = `There is no Roomshot in ${config.dataFolder}. Set --data-dir or ROOMSHOT_DATA_DIR.`;
  throw new AppError('not_found', 'no_database', message);
}

function exitUnless(good: boolean): void {
  if (!good) process.exitCode = FOUND_PROBLEM;
}

function withFlags(
  environment: Environment,
  { host, port, dataDir, demo }: ServeOptions & { dataDir?: string },
): Environment {
  return {
    ...environment,
    ...(host !== undefined && { ROOMSHOT_HOST: host }),
    ...(port !== undefined && { ROOMSHOT_PORT: port }),
    ...(dataDir !== undefined && { ROOMSHOT_DATA_DIR: dataDir }),
    ...(demo && { ROOMSHOT_DEMO: '1' }),
  };
}

function describeSettings(): string {
  const rows = Object.entries(SETTINGS).map(([name, [fallback, meaning]]) => {
    const shown = fallback ? `${meaning} (${fallback})` : meaning;
    return `  ROOMSHOT_${name.padEnd(24)}${shown}`;
  });
  const database = `  ${'DATABASE_URL'.padEnd(33)}${DATABASE_URL[1]}`;
  return ['', 'Settings (environment):', ...rows, database].join('\n');
}
