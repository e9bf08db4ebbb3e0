import { type Command, Option } from 'commander';
import type { Config } from '../app/config.ts';
import { restoreBackup, writeBackup } from './backup-command.ts';
import { clearCache, invalidateCache, listCache, showCache, warmCache } from './cache-command.ts';
import { type CleanupOptions, cleanUp } from './cleanup-command.ts';
import { confirmClock, showClock } from './clock-command.ts';
import { type MetricsOptions, showMetrics } from './metrics-command.ts';
import { type MonitorOptions, monitor } from './monitor-command.ts';

/** Adds the commands for operators. They work while the server runs and when it does not. */
export function addOperationCommands(
  program: Command,
  config: () => Config,
  /** Where there is nothing yet. */
  configOfNew: () => Config,
): void {
  program
    .command('restore <file>')
    .description('restore a backup into an empty data folder and database')
    .action((file: string) => restoreBackup(configOfNew(), file));
  program
    .command('cleanup')
    .description('remove unneeded data, as the server does every night')
    .option('--dry-run', 'only report what would be removed')
    .option('--confirm-files <number>', 'also remove files that were held back, up to this number')
    .action(async (options: CleanupOptions) => {
      if (!(await cleanUp(config(), options))) process.exitCode = 1;
    });
  program
    .command('metrics')
    .description('show the metrics of the last hours and the state of the system')
    .option('--hours <number>', '1 to 720', '24')
    .addOption(
      new Option('--format <format>', 'how to print it').choices(['text', 'json', 'csv']).default('text'),
    )
    .action((options: MetricsOptions) => showMetrics(config(), options));
  program
    .command('monitor')
    .description('watch the running server; Ctrl-C ends it')
    .option('--once', 'look once; the exit code is 1 if no server answers')
    .option('--json', 'print one JSON object each time, for scripts')
    .option('--interval <seconds>', 'how often to look', '2')
    .action((options: MonitorOptions) => monitor(config(), options));
  program
    .command('backup <file>')
    .description('write a backup into one file, also while the server runs')
    .action((file: string) => writeBackup(config(), file));
  addClockCommands(program, config);
  addCacheCommands(program, config);
}

function addClockCommands(program: Command, config: () => Config): void {
  const clock = program
    .command('clock')
    .description('the clock of the server, on which the clean-up depends');
  clock
    .command('show', { isDefault: true })
    .description('show the time of the server, and whether it is trusted')
    .action(async () => {
      if (!(await showClock(config()))) process.exitCode = 1;
    });
  clock
    .command('confirm')
    .description('confirm that the clock is right after it leapt, so that data are removed again')
    .action(async () => void (await confirmClock(config())));
}

function addCacheCommands(program: Command, config: () => Config): void {
  const cache = program.command('cache').description('the cache of editions');
  cache
    .command('stats')
    .description('show its contents and its use')
    .action(() => showCache(config()));
  cache
    .command('list')
    .description('the editions on the disk')
    .addOption(new Option('--by <order>', 'largest or oldest first').choices(['size', 'age']).default('age'))
    .option('--limit <number>', 'how many, at most 100', '20')
    .action((options: { by: string; limit: string }) => listCache(config(), options));
  cache
    .command('invalidate [key]')
    .description('invalidate an edition, or those of a room, so that the next request renders them again')
    .option('--room <id>', 'all editions of this room')
    .action((key: string | undefined, options: { room?: string }) => invalidateCache(config(), key, options));
  cache
    .command('clear')
    .description('invalidate all editions; the files of snapshots stay')
    .action(() => clearCache(config()));
  cache
    .command('warm <room...>')
    .description('render rooms as they are now, so that their next snapshots are quick')
    .option('--type <type...>', 'pdf, json or csv', ['pdf'])
    .action((rooms: string[], options: { type: string[] }) => warmCache(config(), rooms, options));
}
