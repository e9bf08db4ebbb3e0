import { join } from 'node:path';
import { describeDemonstration } from '../clearance/demonstration/demonstration-sign-in.ts';
import { automationRoutes } from '../http/api/automation/automation-routes.ts';
import { clearanceRoutes } from '../http/api/clearance/clearance-routes.ts';
import { operationRoutes } from '../http/api/operations/operation-routes.ts';
import { prometheusRoutes } from '../http/api/operations/prometheus-routes.ts';
import { descriptionRoutes, systemRoutes } from '../http/api/operations/system-routes.ts';
import { webRoutes } from '../http/api/operations/web-routes.ts';
import { peopleRoutes } from '../http/api/people/people-routes.ts';
import { recordRoutes } from '../http/api/records/record-routes.ts';
import type { AccessControl } from '../http/server/access.ts';
import type { HttpServer } from '../http/server/plain-server.ts';
import { openRequestDatabase, type RequestDatabase } from '../http/server/request-database.ts';
import { buildServer } from '../http/server/server.ts';
import { createBackup } from '../operations/backup/backup.ts';
import { createClockConfirmation } from '../operations/clock/clock-confirmation.ts';
import { checkData } from '../operations/diagnosis/data-checks.ts';
import { createVerifier } from '../platform/audit/continued-verification.ts';
import { verifiedHeadIn } from '../platform/audit/verified-head.ts';
import { type OnProgress, paced } from '../platform/kernel/progress.ts';
import { VERSION } from '../platform/kernel/version.ts';
import { createEditionControl } from '../records/editions/edition-control.ts';
import { createAccessControl } from './access-control.ts';
import { type AuthSettings, createAuth } from './accounts.ts';
import type { Roomshot } from './app.ts';
import type { Config } from './config.ts';
import { placesIn } from './data-folder.ts';
import type { Platform } from './platform.ts';
import { reportSettings } from './settings-report.ts';

/** The output of `vite build`. */
const WEB_FOLDER = join(import.meta.dirname, '../../web/dist');

/** One file for every hundred requests of an address, because a file takes as long as a hundred requests. */
const VERIFICATION_SHARE = 1 / 100;

/** Values that differ between the two ways to start a web server. */
interface HttpOptions {
  /** The password of the accounts that this start created, if it was generated. */
  generatedPassword: string | undefined;
  recogniseOperator: AccessControl['recogniseOperator'];
  /** @throws AppError if the process is not ready for requests */
  checkReady(): Promise<void>;
  /** Called when a room is opened, if this process would make a snapshot of it. */
  foreseeSnapshot?(roomId: string): Promise<void>;
}

type RecordSettings = Pick<Config, 'taskTimeoutSeconds' | 'requestsPerMinute'>;
type OperationSettings = Pick<
  Config,
  'given' | 'databaseUrl' | 'dataFolder' | 'publicUrl' | 'demonstration' | 'adminEmail' | 'host' | 'proxies'
>;
type ServerSettings = Pick<Config, 'corsOrigins' | 'maxEventLoopDelayMs' | 'maxStallMs' | 'metricsToken'>;
export type HttpSettings = ServerSettings & AuthSettings & RecordSettings & OperationSettings;

const LOG_EVERY_MS = 10_000;

/** Logs how far long work is. */
const logProgress = (log: Platform['log'], what: string): OnProgress =>
  paced(LOG_EVERY_MS, (done, of) => log.info({ done, of }, what));

/** What routes have in place of the database of the process. */
interface Requests {
  accessControl: AccessControl;
  database: RequestDatabase;
}

/** The routes that watch over a process, whatever it does. */
export const watchRoutes = (
  { metricsToken: token, proxies }: Pick<HttpSettings, 'metricsToken' | 'proxies'>,
  { metrics: { prometheus }, jobs }: Pick<Roomshot, 'metrics' | 'jobs'>,
  { checkReady }: Pick<HttpOptions, 'checkReady'>,
) => [
  systemRoutes({ checkReady, checkAlive: () => jobs.queue.requireProgress() }),
  prometheusRoutes({ prometheus, token, proxies }),
];

/** Builds the web server with all routes. It does not listen yet. */
export async function buildHttp(
  config: HttpSettings,
  roomshot: Roomshot,
  { recogniseOperator, foreseeSnapshot = async () => {}, ...options }: HttpOptions,
): Promise<HttpServer> {
  const { blobs, disk, clock, log, metrics, tracing, readiness } = roomshot;
  const { corsOrigins, proxies, requestsPerMinute, maxEventLoopDelayMs, maxStallMs } = config;
  const { authenticator, ...auth } = await createAuth(config, roomshot, roomshot.accounts);
  const db = roomshot.database.query;
  const accessControl = createAccessControl({ db, authenticator, recogniseOperator });
  const database = openRequestDatabase(roomshot.database, accessControl);
  const requests = { accessControl, database };
  return buildServer({
    accessControl,
    revocations: roomshot.events.rooms,
    routes: [
      descriptionRoutes,
      ...peopleRoutes({ database, clock, users: roomshot.accounts.users, ...auth }),
      ...clearanceRoutes({ ...requests, blobs, clock, foreseeSnapshot }),
      ...recordsApi(config, roomshot, requests),
      ...automationApi(roomshot, requests),
      ...operationsApi(config, roomshot, requests, options),
    ],
    rootRoutes: [...watchRoutes(config, roomshot, options), webRoutes({ folder: WEB_FOLDER })],
    ...{
      logger: log,
      version: VERSION,
      corsOrigins,
      proxies,
      requestsPerMinute,
      maxEventLoopDelayMs,
      maxStallMs,
    },
    recordRequest: metrics.record.request,
    tracing,
    async requireReadyForChange() {
      // A full disk is refused at once, and accepted again at once. This costs nothing.
      disk.space.require();
      await readiness.requireForChange();
    },
    makeRoom: () => disk.ballast.makeRoom(),
    flushed: () => database.flushed(),
  });
}

function recordsApi(
  { taskTimeoutSeconds, requestsPerMinute }: RecordSettings,
  roomshot: Pick<Roomshot, 'database' | 'blobs' | 'clock' | 'records' | 'seals'>,
  requests: Requests,
) {
  const { database, blobs, clock, records, seals } = roomshot;
  const { editions, snapshots, readSnapshot } = records;
  const { trustedCertificates, trustedAuthorities } = seals;
  return recordRoutes({
    ...{ ...requests, blobs, clock, editions, snapshots, readSnapshot, taskTimeoutSeconds },
    ...{ trustedCertificates, trustedAuthorities },
    forgetEdition: (key) => editions.forget(key),
    control: createEditionControl({ database, blobs, editions, clock }),
    renderTimeoutMs: taskTimeoutSeconds * 1000,
    verificationsPerMinute: Math.ceil(requestsPerMinute * VERIFICATION_SHARE),
  });
}

const automationApi = (
  { clock, records, events }: Pick<Roomshot, 'clock' | 'records' | 'events'>,
  requests: Requests,
) =>
  automationRoutes({
    ...{ ...requests, clock },
    snapshots: records.snapshots,
    taskEvents: events.tasks,
    roomEvents: events.rooms,
  });

function operationsApi(
  { demonstration, adminEmail, host, proxies, given, databaseUrl, dataFolder, publicUrl }: OperationSettings,
  roomshot: Platform & Pick<Roomshot, 'cleanup' | 'seals' | 'metrics'>,
  requests: Requests,
  { generatedPassword }: Pick<HttpOptions, 'generatedPassword'>,
) {
  const { database, blobs, disk, clock, clockTrust, log, cleanup, seals, metrics } = roomshot;
  const signIn = { demonstration, adminEmail, host, proxies, generatedPassword };
  const { engine, query, long } = database;
  const { keys, scratch } = disk;
  const verifiedHead = verifiedHeadIn(placesIn(dataFolder).verifiedAudit);
  const verifyLog = createVerifier({ database, verifiedHead, clock });
  return operationRoutes({
    ...{ ...requests, clock, clockTrust, cleanup, engine, publicUrl, version: VERSION },
    confirmClock: createClockConfirmation({ clockTrust, clock }),
    describeDemonstration: () => describeDemonstration(query, signIn),
    backUp: createBackup({ database, blobs, keys, scratch, settings: given, clock, log }),
    settings: reportSettings({ given, databaseUrl }),
    checkData: ({ all }) => {
      const progressOf = (what: string) => logProgress(log, `reading ${what} for the diagnosis`);
      return checkData({ db: long.query, blobs, now: clock(), all, progressOf });
    },
    takeCheckpoint: () => seals.takeCheckpoint(),
    verifyLog: ({ all }) => verifyLog({ all, onProgress: logProgress(log, 'verifying the audit log') }),
    summary: (hours) => metrics.summary(hours),
    series: (hours, step) => metrics.series(hours, step),
  });
}
