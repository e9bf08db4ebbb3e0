import type { Static } from 'typebox';
import type { Config } from '../app/config.ts';
import { placesIn } from '../app/data-folder.ts';
import { openInstallation } from '../app/open-installation.ts';
import { openSigningKey } from '../app/signing-settings.ts';
import type { VerificationResponse } from '../http/api/operations/audit-routes.ts';
import { type AuditHead, parseAuditHead, writeAuditHead } from '../platform/audit/audit-chain.ts';
import { type ContinuedVerification, createVerifier } from '../platform/audit/continued-verification.ts';
import { verifiedHeadIn } from '../platform/audit/verified-head.ts';
import { systemClock } from '../platform/kernel/clock.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { readCheckpoint, takeCheckpoint } from '../records/seal/audit-checkpoint.ts';
import { type AdminApi, findRunningServer, inUse } from './admin-api.ts';
import { writeOutput } from './output-file.ts';
import { printProgress } from './progress-line.ts';
import { readNamed, readTrusted } from './trusted-certificates.ts';

/** The settings of the database, and of the key that signs checkpoints. */
type AuditSettings = Pick<Config, 'databaseUrl' | 'dataFolder' | 'signing'>;

export interface VerificationOptions {
  /** Whether to read also the entries that were read before. */
  all?: boolean;
  /** A file, or `NUMBER:HASH`. */
  checkpoint?: string;
  /** The certificates that may have signed the checkpoint. */
  certificate?: string[];
}

/**
 * Checks the chain of the audit log since the last verification, and that it contains a checkpoint if one is given.
 * Returns whether it is whole.
 * @throws AppError `bad_checkpoint`, `file_unreadable`, `server_running`
 */
export async function verifyAuditLog(
  config: AuditSettings,
  { all = false, checkpoint: given, certificate = [] }: VerificationOptions,
): Promise<boolean> {
  const checkpoint = given === undefined ? undefined : await readGiven(config, given, certificate);
  await using log = await openLog(config);
  const verification = await log.verify({ all, checkpoint });
  const { report } = verification;
  if (report.intact) {
    const { seq } = report.head;
    console.log(`The audit log is intact: ${seq} entries. Checkpoint ${writeAuditHead(report.head)}`);
    console.log(describeReading(verification, seq));
  } else console.log(`The audit log is broken at entry ${report.brokenAt}. ${report.reason}`);
  return report.intact;
}

/** States which entries were read now, and when those before were. */
function describeReading({ after, before }: ContinuedVerification, last: number): string {
  if (!before) return 'All entries were read.';
  const read = after === last ? 'No entry is new' : `The entries ${after + 1} to ${last} were read`;
  return `${read}. The last verification was at ${before.at.toISOString()}, and the last one of all entries at ${before.allReadAt.toISOString()} (--all).`;
}

/**
 * Writes the signed head of the audit log to a file, or prints it. A log that is not whole gets none: returns
 * whether it is.
 */
export async function exportCheckpoint(config: AuditSettings, out?: string): Promise<boolean> {
  await using log = await openLog(config);
  const { report } = await log.verify({ all: false });
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
  verify(options: { all: boolean; checkpoint?: AuditHead | undefined }): Promise<ContinuedVerification>;
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
  const verifiedHead = verifiedHeadIn(placesIn(config.dataFolder).verifiedAudit);
  const verify = createVerifier({ database, verifiedHead, clock: systemClock });
  return {
    verify: ({ all, checkpoint }) =>
      verify({ all, ...(checkpoint && { checkpoint }), onProgress: printProgress('entries') }),
    async takeCheckpoint() {
      return takeCheckpoint(query, await openSigningKey(config, systemClock), systemClock());
    },
    [Symbol.asyncDispose]: close,
  };
}

const logOf = (server: AdminApi): OpenedLog => ({
  async verify({ all, checkpoint }) {
    if (checkpoint) {
      const message = 'A server uses the data folder. Stop it to compare its audit log with a checkpoint.';
      throw new AppError('unavailable', 'server_running', message);
    }
    const answer = await server.send('GET', `/audit/verification?all=${all}`);
    return toVerification((await answer.json()) as Static<typeof VerificationResponse>);
  },
  takeCheckpoint: async () => (await server.send('GET', '/audit/checkpoint')).json(),
  [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
});

function toVerification(response: Static<typeof VerificationResponse>): ContinuedVerification {
  const { head, broken_at, reason, read_after: after, continues_at, all_read_at } = response;
  const whole = head === null ? undefined : parseAuditHead(head);
  const report = whole
    ? ({ intact: true, head: whole } as const)
    : ({ intact: false, brokenAt: broken_at ?? 0, reason: reason ?? '' } as const);
  if (continues_at === null || all_read_at === null) return { report, after, before: undefined };
  return { report, after, before: { at: new Date(continues_at), allReadAt: new Date(all_read_at) } };
}

async function readGiven(config: AuditSettings, given: string, certificates: string[]): Promise<AuditHead> {
  const head = parseAuditHead(given);
  return head ?? readCheckpoint(String(await readNamed(given)), await readTrusted(config, certificates));
}
