import { openGates, type Roomshot } from './app.ts';
import { requireSpace } from './blobs/disk-space.ts';
import type { Config } from './config.ts';
import { fillEmptyDatabase, type NewAccounts } from './first-start.ts';
import { startHousekeeping } from './housekeeping.ts';
import { activityRoutes } from './http/routes/activity-routes.ts';
import { approvalRoutes } from './http/routes/approval-routes.ts';
import { authRoutes } from './http/routes/auth-routes.ts';
import { documentFileRoutes } from './http/routes/document-file-routes.ts';
import { documentRoutes } from './http/routes/document-routes.ts';
import { documentTypeRoutes } from './http/routes/document-type-routes.ts';
import { partyRoutes } from './http/routes/party-routes.ts';
import { roomRoutes } from './http/routes/room-routes.ts';
import { snapshotRoutes } from './http/routes/snapshot-routes.ts';
import { descriptionRoutes, systemRoutes } from './http/routes/system-routes.ts';
import { taskRoutes } from './http/routes/task-routes.ts';
import { userRoutes } from './http/routes/user-routes.ts';
import { vesselRoutes } from './http/routes/vessel-routes.ts';
import { buildServer, type HttpServer } from './http/server.ts';
import { AppError } from './kernel/errors.ts';
import { findRoomRole } from './rooms/room-access-store.ts';
import { VERSION } from './version.ts';

export interface RunningServer {
  /** `http://HOST:PORT` */
  address: string;
  /** Accounts that this start has made. */
  newAccounts: NewAccounts | undefined;
  /** For tests that need no network. */
  http: HttpServer;
  /** Reports itself as not ready, finishes what runs, and takes nothing new. */
  stop(): Promise<void>;
}

/** Starts answering requests and making snapshots. */
export async function serve(config: Config, roomshot: Roomshot): Promise<RunningServer> {
  const { database, users, clock } = roomshot;
  const newAccounts = await fillEmptyDatabase({ database, users, at: clock() }, config);
  let stopping = false;
  const http = await buildHttp(config, roomshot, async () => {
    if (stopping) throw new AppError('unavailable', 'stopping', 'The server is stopping');
    await database.query.selectFrom('audit_head').select('seq').executeTakeFirst();
  });
  const address = await listen(http, config);
  roomshot.startWorkers();
  const stopHousekeeping = startHousekeeping(roomshot);
  return {
    address,
    newAccounts,
    http,
    async stop() {
      stopping = true;
      await Promise.all([http.close(), stopHousekeeping()]);
    },
  };
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

async function buildHttp(
  config: Config,
  roomshot: Roomshot,
  checkReady: () => Promise<void>,
): Promise<HttpServer> {
  const { database, snapshots, readSnapshot, blobs, editions, taskEvents, clock, log } = roomshot;
  const { authenticator, ...gates } = await openGates(config, roomshot);
  return buildServer({
    gatekeepers: {
      authenticate: (token) => authenticator.authenticate(token),
      findRoomRole: (roomId, actor) => findRoomRole(database.query, roomId, actor),
    },
    routes: [
      descriptionRoutes,
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
      taskRoutes({ database, snapshots, events: taskEvents, clock }),
    ],
    rootRoutes: [systemRoutes({ checkReady })],
    logger: log,
    version: VERSION,
    corsOrigins: config.corsOrigins,
    proxies: config.proxies,
    requestsPerMinute: config.requestsPerMinute,
    requireSpace: () => requireSpace(config.dataFolder),
  });
}
