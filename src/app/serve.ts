import { join } from 'node:path';
import { describeDemonstration } from '../clearance/demonstration/demonstration-sign-in.ts';
import { findRoomRole } from '../clearance/state/room-access-store.ts';
import { roomEventRoutes } from '../http/api/automation/room-event-routes.ts';
import { taskListRoutes } from '../http/api/automation/task-list-routes.ts';
import { taskRoutes } from '../http/api/automation/task-routes.ts';
import { activityRoutes } from '../http/api/clearance/activity-routes.ts';
import { approvalRoutes } from '../http/api/clearance/approval-routes.ts';
import { documentFileRoutes } from '../http/api/clearance/document-file-routes.ts';
import { documentRoutes } from '../http/api/clearance/document-routes.ts';
import { documentTypeRoutes } from '../http/api/clearance/document-type-routes.ts';
import { partyRoutes } from '../http/api/clearance/party-routes.ts';
import { roomRoutes } from '../http/api/clearance/room-routes.ts';
import { vesselRoutes } from '../http/api/clearance/vessel-routes.ts';
import { aboutRoutes } from '../http/api/operations/about-routes.ts';
import { auditRoutes } from '../http/api/operations/audit-routes.ts';
import { backupRoutes } from '../http/api/operations/backup-routes.ts';
import { cleanupRoutes } from '../http/api/operations/cleanup-routes.ts';
import { diagnosisRoutes } from '../http/api/operations/diagnosis-routes.ts';
import { metricsRoutes } from '../http/api/operations/metrics-routes.ts';
import { prometheusRoutes } from '../http/api/operations/prometheus-routes.ts';
import { settingRoutes } from '../http/api/operations/setting-routes.ts';
import { descriptionRoutes, systemRoutes } from '../http/api/operations/system-routes.ts';
import { webRoutes } from '../http/api/operations/web-routes.ts';
import { authRoutes } from '../http/api/people/auth-routes.ts';
import { userRoutes } from '../http/api/people/user-routes.ts';
import { cacheRoutes } from '../http/api/records/cache-routes.ts';
import { snapshotDifferenceRoutes } from '../http/api/records/snapshot-difference-routes.ts';
import { snapshotRoutes } from '../http/api/records/snapshot-routes.ts';
import { verifyRoutes } from '../http/api/records/verify-routes.ts';
import type { AccessControl } from '../http/server/access.ts';
import {
  createOperatorAccess,
  type OperatorEndpoint,
  openOperatorEndpoint,
} from '../http/server/operator-access.ts';
import { buildServer, type HttpServer } from '../http/server/server.ts';
import { createBackup } from '../operations/backup/backup.ts';
import { checkData } from '../operations/diagnosis/data-checks.ts';
import { requireSpace } from '../platform/blobs/disk-space.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { VERSION } from '../platform/kernel/version.ts';
import { createEditionControl } from '../records/editions/edition-control.ts';
import { createAuth, type Roomshot } from './app.ts';
import type { Config } from './config.ts';
import { fillEmptyDatabase, type NewAccounts } from './first-start.ts';
import { reportSettings } from './settings-report.ts';

/** What `vite build` makes of `web`. */
const WEB_FOLDER = join(import.meta.dirname, '../../web/dist');

/** For open requests to finish in. An upload over a poor connection may take ten minutes. */
const STOP_TIMEOUT_MS = 20_000;

export interface RunningServer {
  /** `http://HOST:PORT` */
  address: string;
  /** For tests that need no network. */
  http: HttpServer;
  /** Reports itself as not ready, finishes what runs, and takes nothing new. Slow clients are cut off. */
  stop(maxWaitMs?: number): Promise<void>;
}

/**
 * Starts answering requests and making snapshots.
 * @param tellAccounts is told of accounts that this start makes as soon as they are there: it may still fail, such
 *   as for a port that is taken, and the next one will not know their password
 * @throws AppError `address_not_available`, and from `fillEmptyDatabase`
 */
export async function serve(
  config: Config,
  roomshot: Roomshot,
  tellAccounts: (made: NewAccounts) => void = () => {},
): Promise<RunningServer> {
  const { database, users, clock } = roomshot;
  const newAccounts = await fillEmptyDatabase({ database, users, at: clock() }, config);
  if (newAccounts) tellAccounts(newAccounts);
  let stopping = false;
  const operator = createOperatorAccess();
  const checkReady = async () => {
    if (stopping) throw new AppError('unavailable', 'stopping', 'The server is stopping');
    await database.query.selectFrom('audit_head').select('seq').executeTakeFirst();
  };
  const http = await buildHttp(config, roomshot, { newAccounts, operator, checkReady });
  const address = await listen(http, config);
  const closeEndpoint = await openOperatorEndpoint(config.dataFolder, { address, token: operator.token });
  roomshot.startWorkers();
  return {
    address,
    http,
    async stop(maxWaitMs = STOP_TIMEOUT_MS) {
      stopping = true;
      // First of all: what it took while requests are finished, it would have to give back.
      roomshot.queue.drain();
      await closeEndpoint();
      const timer = setTimeout(() => http.server.closeAllConnections(), maxWaitMs);
      await http.close().finally(() => clearTimeout(timer));
    },
  };
}

/** A password that the operator chose may be used elsewhere too, so it is never told. */
const generatedOf = (made: NewAccounts | undefined): string | undefined =>
  made?.given === false ? made.password : undefined;

/** Lets one command reach the API while no server runs: on a port that only it knows, with nothing else. */
export async function serveOperator(
  config: Config,
  roomshot: Roomshot,
): Promise<{ endpoint: OperatorEndpoint; close: () => Promise<void> }> {
  const operator = createOperatorAccess();
  const http = await buildHttp(config, roomshot, { operator, checkReady: async () => {} });
  const address = await http.listen({ host: '127.0.0.1', port: 0 });
  return { endpoint: { address, token: operator.token }, close: () => http.close() };
}

/** @throws AppError `address_not_available` */
async function listen(http: HttpServer, { host, port }: Config): Promise<string> {
  return http.listen({ host, port }).catch(async (cause: NodeJS.ErrnoException) => {
    await http.close();
    const reason = cause.code === 'EADDRINUSE' ? 'another program uses it' : cause.message;
    throw new AppError(
      'unavailable',
      'address_not_available',
      `The server cannot listen on ${host}:${port}: ${reason}. Choose another with --host and --port.`,
      { cause },
    );
  });
}

interface HttpParts {
  newAccounts?: NewAccounts | undefined;
  operator: ReturnType<typeof createOperatorAccess>;
  /** @throws AppError if this process should get no requests now */
  checkReady: () => Promise<void>;
}

async function buildHttp(
  config: Config,
  roomshot: Roomshot,
  { newAccounts, operator, checkReady }: HttpParts,
): Promise<HttpServer> {
  const { database, snapshots, readSnapshot, blobs, editions, taskEvents, roomEvents, clock, log } = roomshot;
  const { authenticator, ...gates } = await createAuth(config, roomshot);
  const accessControl: AccessControl = {
    authenticate: (token) => authenticator.authenticate(token),
    recogniseOperator: operator.recognise,
    findRoomRole: (roomId, actor) => findRoomRole(database.query, roomId, actor),
  };
  return buildServer({
    accessControl,
    routes: [
      descriptionRoutes,
      aboutRoutes({
        version: VERSION,
        describeDemonstration: () =>
          describeDemonstration(database.query, { ...config, generatedPassword: generatedOf(newAccounts) }),
      }),
      authRoutes({ database, clock, ...gates }),
      userRoutes({ database, users: gates.users }),
      ...[
        roomRoutes,
        partyRoutes,
        vesselRoutes,
        documentTypeRoutes,
        documentRoutes,
        approvalRoutes,
        activityRoutes,
      ].map((routes) => routes({ database, clock })),
      documentFileRoutes({ database, clock, blobs }),
      snapshotRoutes({
        database,
        snapshots,
        readSnapshot,
        blobs,
        forgetEdition: editions.forget,
        clock,
        taskTimeoutSeconds: config.taskTimeoutSeconds,
      }),
      snapshotDifferenceRoutes({ database }),
      backupRoutes({
        backUp: createBackup({
          database,
          blobs,
          dataFolder: config.dataFolder,
          settings: config.given,
          clock,
          log,
        }),
      }),
      settingRoutes({
        version: VERSION,
        engine: database.engine,
        publicUrl: config.publicUrl,
        settings: reportSettings(config),
      }),
      cleanupRoutes({ cleanup: roomshot.cleanup }),
      diagnosisRoutes({ checkData: () => checkData({ db: database.query, blobs, now: clock() }) }),
      cacheRoutes({
        database,
        editions,
        control: createEditionControl({ database, blobs, editions, clock }),
        renderTimeoutMs: config.taskTimeoutSeconds * 1000,
      }),
      taskRoutes({ database, snapshots, accessControl, taskEvents, roomEvents, clock }),
      auditRoutes({ database, takeCheckpoint: roomshot.takeCheckpoint }),
      verifyRoutes({
        database,
        trustedCertificates: roomshot.trustedCertificates,
        trustedAuthorities: roomshot.trustedAuthorities,
        // A hundredth: a file takes a hundred times what another request does.
        perMinute: Math.ceil(config.requestsPerMinute / 100),
      }),
      metricsRoutes(roomshot.metrics),
      taskListRoutes({ database }),
      roomEventRoutes({ database, accessControl, roomEvents, taskEvents }),
    ],
    rootRoutes: [
      systemRoutes({ checkReady }),
      prometheusRoutes({
        prometheus: roomshot.metrics.prometheus,
        token: config.metricsToken,
        proxies: config.proxies,
      }),
      webRoutes({ folder: WEB_FOLDER }),
    ],
    logger: log,
    version: VERSION,
    corsOrigins: config.corsOrigins,
    proxies: config.proxies,
    requestsPerMinute: config.requestsPerMinute,
    maxEventLoopDelayMs: config.maxEventLoopDelayMs,
    recordRequest: roomshot.metrics.record.request,
    tracing: roomshot.tracing,
    requireSpace: () => requireSpace(config.dataFolder),
  });
}
