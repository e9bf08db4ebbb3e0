import { join } from 'node:path';
import type { Logger } from 'pino';
import { createTokenIssuer } from './auth/access-token.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { createHubTokenVerifier } from './auth/hub-token.ts';
import { loadJwtSecret } from './auth/jwt-secret.ts';
import { createLoginService } from './auth/login.ts';
import { createLoginLimits } from './auth/login-limits.ts';
import { createOwnPassword } from './auth/own-password.ts';
import { createPasswordHasher } from './auth/password.ts';
import { createUserService, type UserService } from './auth/user-service.ts';
import { type BlobStore, openBlobStore } from './blobs/blob-store.ts';
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import { openDatabase } from './db/open-database.ts';
import { renderCsvEdition } from './editions/csv-edition.ts';
import { createEditionCache, type EditionCache, type EditionRenderer } from './editions/edition-cache.ts';
import type { SnapshotType } from './editions/edition-content.ts';
import { renderJsonEdition } from './editions/json-edition.ts';
import { type JobQueue, openJobQueue } from './jobs/job-queue.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { createRenderPool, type RenderPool } from './rendering/render-pool.ts';
import { STAMP_BOX } from './rendering/stamp-box.ts';
import { RENDERER_VERSION, TEMPLATE_VERSION } from './rendering/template-version.ts';
import { createSealer } from './seal/sealer.ts';
import { loadSigningKey, type SigningKeySource } from './seal/signing-key.ts';
import { MAKE_SNAPSHOT, type MakeSnapshotData } from './snapshots/snapshot-job.ts';
import { createSnapshotMaker } from './snapshots/snapshot-maker.ts';
import { createSnapshotReader, type SnapshotReader } from './snapshots/snapshot-reader.ts';
import { createSnapshotService, type SnapshotService } from './snapshots/snapshot-service.ts';
import { stampOf } from './snapshots/statement.ts';
import { openTaskEvents, type TaskEvents } from './snapshots/task-events.ts';

const TOKEN_LIFETIME_SECONDS = 12 * 3600;
const STAMP_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 20_000;
const RENDER_MEMORY_MB = 400;
const RENDERS_BEFORE_RECYCLING = 2000;
/** Roomshot with every part built and nothing running yet. */
export interface Roomshot extends AsyncDisposable {
  readonly clock: Clock;
  readonly log: Logger;
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly editions: EditionCache;
  readonly queue: JobQueue;
  readonly users: UserService;
  readonly snapshots: SnapshotService;
  readonly readSnapshot: SnapshotReader;
  readonly taskEvents: TaskEvents;
  /** Starts making the snapshots that are waited for. */
  startWorkers(): void;
}

/** Opens every part in the order in which they rest on each other; disposing closes them in reverse. */
export async function openRoomshot(
  config: Config,
  log: Logger,
  clock: Clock = systemClock,
): Promise<Roomshot> {
  await using opening = new AsyncDisposableStack();
  const database = opening.adopt(
    await openDatabase({ url: config.databaseUrl, dataFolder: config.dataFolder }),
    (opened) => opened.close(),
  );
  const blobs = await openBlobStore({
    folder: join(config.dataFolder, 'blobs'),
    onCorrupted: (sha256) => log.error({ sha256 }, 'a stored file was damaged and has been put aside'),
  });
  const pool = opening.adopt(
    createRenderPool({
      processes: config.renderProcesses,
      memoryLimitMb: RENDER_MEMORY_MB,
      rendersBeforeRecycling: RENDERS_BEFORE_RECYCLING,
      log: (message, details) => log.info(details, message),
    }),
    (started) => started.close(),
  );
  const editions = createEditionCache({
    database,
    blobs,
    renderers: editionRenderers(pool),
    memoryBytes: config.cacheMemoryBytes,
    clock,
  });
  const sealer = createSealer({
    key: await loadSigningKey(signingKeySource(config), clock),
    stampBox: STAMP_BOX,
    renderStamp: (statement) => pool.renderStamp(stampOf(statement), { timeoutMs: STAMP_TIMEOUT_MS }),
    clock,
  });
  const taskEvents = opening.adopt(await openTaskEvents(database), (opened) => opened.close());
  const queue = opening.adopt(
    await openJobQueue({
      database,
      kinds: [MAKE_SNAPSHOT],
      onError: (err) => log.error({ err }, 'the job queue reports an error'),
    }),
    (opened) => opened.stop(STOP_TIMEOUT_MS),
  );
  const maker = createSnapshotMaker({ database, blobs, editions, sealer, clock, log });
  const parts = opening.move();
  return {
    clock,
    log,
    database,
    blobs,
    editions,
    queue,
    users: createUserService({ passwords: createPasswordHasher(), clock }),
    snapshots: createSnapshotService(queue),
    readSnapshot: createSnapshotReader({ database, blobs, editions }),
    taskEvents,
    startWorkers() {
      pool.warm();
      // No more than can render at once: every further one takes time from the requests.
      queue.work<MakeSnapshotData>(MAKE_SNAPSHOT, config.renderProcesses, {
        run: maker.make,
        abandoned: maker.giveUp,
      });
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Who is let in, and how: the parts that only requests need. */
export async function openGates(config: Config, { database, users, clock }: Roomshot) {
  const passwords = createPasswordHasher();
  const limits = createLoginLimits();
  const tokens = createTokenIssuer({
    secret: await loadJwtSecret(config.dataFolder, config.jwtSecret),
    issuer: 'roomshot',
    audience: 'roomshot',
    lifetimeSeconds: TOKEN_LIFETIME_SECONDS,
    clock,
  });
  const hub = config.hub && createHubTokenVerifier({ ...config.hub, clock });
  return {
    users,
    authenticator: createAuthenticator({ db: database.query, tokens, hub, clock }),
    login: createLoginService({ database, passwords, tokens, limits, clock }),
    ownPassword: createOwnPassword({ database, passwords, limits, clock }),
  };
}

function editionRenderers(pool: RenderPool): Record<SnapshotType, EditionRenderer> {
  const version = { template: TEMPLATE_VERSION, renderer: RENDERER_VERSION };
  return {
    pdf: { version, render: (content, options) => pool.renderReport(content, options) },
    json: { version, render: async (content) => renderJsonEdition(content) },
    csv: { version, render: async (content) => renderCsvEdition(content) },
  };
}

/** @throws AppError from `loadSigningKey` if the operator's files do not fit together */
function signingKeySource({ dataFolder, signing }: Config): SigningKeySource {
  const { p12Path, keyPath, certificatePath, passphrase } = signing;
  if (p12Path) return { p12Path, passphrase: passphrase ?? '' };
  if (keyPath && certificatePath) {
    return { keyPemPath: keyPath, certificatePemPath: certificatePath, ...(passphrase && { passphrase }) };
  }
  return { folder: join(dataFolder, 'signing') };
}
