import { openSigningKey } from '../app.ts';
import { type AuditHead, parseAuditHead, verifyAudit, writeAuditHead } from '../audit/audit-log.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../db/open-database.ts';
import { systemClock } from '../kernel/clock.ts';
import { readCheckpoint, takeCheckpoint } from '../seal/audit-checkpoint.ts';
import { writeOutput } from './output-file.ts';
import { readNamed, readTrusted } from './trusted-certificates.ts';

/**
 * Checks the chain of the audit log, and that it goes on from a checkpoint if one is given: a file, or
 * `NUMBER:HASH`. Returns whether it is whole.
 * @throws AppError `bad_checkpoint`, `file_unreadable`
 */
export async function verifyAuditLog(
  config: Config,
  given?: string,
  certificates: string[] = [],
): Promise<boolean> {
  const checkpoint = given === undefined ? undefined : await readGiven(config, given, certificates);
  await using database = await openLog(config);
  const report = await verifyAudit(database.query, checkpoint);
  if (report.intact) {
    const { seq } = report.head;
    console.log(`The audit log is intact: ${seq} entries. Checkpoint ${writeAuditHead(report.head)}`);
  } else console.log(`The audit log is broken at entry ${report.brokenAt}. ${report.reason}`);
  return report.intact;
}

/**
 * Writes the signed head of the audit log to a file, or prints it. A log that is not whole gets none: returns
 * whether it is.
 */
export async function exportCheckpoint(config: Config, out?: string): Promise<boolean> {
  await using database = await openLog(config);
  const report = await verifyAudit(database.query);
  if (!report.intact) {
    console.error(`The audit log is broken at entry ${report.brokenAt}. ${report.reason}`);
    return false;
  }
  const key = await openSigningKey(config, systemClock);
  const text = `${JSON.stringify(await takeCheckpoint(database.query, key, systemClock()), null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else await writeOutput(out, text);
  return true;
}

async function openLog({ databaseUrl: url, dataFolder }: Config) {
  const { query, close } = await openDatabase({ url, dataFolder });
  return { query, [Symbol.asyncDispose]: close };
}

async function readGiven(config: Config, given: string, certificates: string[]): Promise<AuditHead> {
  const head = parseAuditHead(given);
  return head ?? readCheckpoint(String(await readNamed(given)), await readTrusted(config, certificates));
}
