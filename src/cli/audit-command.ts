import type { Static } from 'typebox';
import type { Config } from '../app/config.ts';
import { openInstallation } from '../app/open-installation.ts';
import { openSigningKey } from '../app/signing-settings.ts';
import type { VerificationResponse } from '../http/api/operations/audit-routes.ts';
import { type AuditHead, parseAuditHead, writeAuditHead } from '../platform/audit/audit-chain.ts';
import { type AuditReport, verifyAudit } from '../platform/audit/audit-verification.ts';
import { systemClock } from '../platform/kernel/clock.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { readCheckpoint, takeCheckpoint } from '../records/seal/audit-checkpoint.ts';
import { type AdminApi, findRunningServer, inUse } from './admin-api.ts';
import { writeOutput } from './output-file.ts';
import { readNamed, readTrusted } from './trusted-certificates.ts';

/** The settings of the database, and of the key that signs checkpoints. */
type AuditSettings = Pick<Config, 'databaseUrl' | 'dataFolder' | 'signing'>;

/**
 * Checks the chain of the audit log, and that it goes on from a checkpoint if one is given: a file, or
 * `NUMBER:HASH`. Returns whether it is whole.
 * @throws AppError `bad_checkpoint`, `file_unreadable`, `server_running`
 */
export async function verifyAuditLog(
  config: AuditSettings,
  given?: string,
  certificates: string[] = [],
): Promise<boolean> {
  const checkpoint = given === undefined ? undefined : await readGiven(config, given, certificates);
  await using log = await openLog(config);
  const report = await log.verify(checkpoint);
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
export async function exportCheckpoint(config: AuditSettings, out?: string): Promise<boolean> {
  await using log = await openLog(config);
  const report = await log.verify();
  if (!report.intact) {
    console.error(`The audit log is broken at entry ${report.brokenAt}. ${report.reason}`);
    return false;
  }
  const text = `${JSON.stringify(await log.takeCheckpoint(), null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else await writeOutput(out, text);
  return true;
}

interface OpenedLog extends AsyncDisposable {
  verify(checkpoint?: AuditHead): Promise<AuditReport>;
  takeCheckpoint(): Promise<unknown>;
}

/** Opens the audit log in the database, or through the server that uses the embedded database. */
async function openLog(config: AuditSettings): Promise<OpenedLog> {
  const database = await openInstallation(config).catch(inUse);
  if (database instanceof AppError) {
    const server = await findRunningServer(config);
    if (!server) throw database;
    return logOf(server);
  }
  const { query, close } = database;
  return {
    verify: (checkpoint) => verifyAudit(query, checkpoint),
    async takeCheckpoint() {
      return takeCheckpoint(query, await openSigningKey(config, systemClock), systemClock());
    },
    [Symbol.asyncDispose]: close,
  };
}

const logOf = (server: AdminApi): OpenedLog => ({
  async verify(checkpoint) {
    if (checkpoint) {
      const message = 'A server uses the data folder. Stop it to compare its audit log with a checkpoint.';
      throw new AppError('unavailable', 'server_running', message);
    }
    const answer = await server.send('GET', '/audit/verification');
    const { head, broken_at, reason } = (await answer.json()) as Static<typeof VerificationResponse>;
    const whole = head === null ? undefined : parseAuditHead(head);
    if (whole) return { intact: true, head: whole };
    return { intact: false, brokenAt: broken_at ?? 0, reason: reason ?? '' };
  },
  takeCheckpoint: async () => (await server.send('GET', '/audit/checkpoint')).json(),
  [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
});

async function readGiven(config: AuditSettings, given: string, certificates: string[]): Promise<AuditHead> {
  const head = parseAuditHead(given);
  return head ?? readCheckpoint(String(await readNamed(given)), await readTrusted(config, certificates));
}
