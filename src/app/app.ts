import { join } from 'node:path';
import type { Logger } from 'pino';
import { openRoomEvents, type RoomEvents } from '../automation/streams/room-events.ts';
import { openTaskEvents, type TaskEvents } from '../automation/streams/task-events.ts';
import { type Cleanup, createCleanup } from '../operations/cleanup/cleanup.ts';
import { CLEAN_UP } from '../operations/cleanup/cleanup-job.ts';
import { createPasswordHasher, type PasswordHasher } from '../people/accounts/password.ts';
import { createUserService, type UserService } from '../people/accounts/user-service.ts';
import { createTokenIssuer } from '../people/login/access-token.ts';
import { createAuthenticator } from '../people/login/authenticator.ts';
import { createHubTokenVerifier } from '../people/login/hub-token.ts';
import { loadJwtSecret, secretBytes } from '../people/login/jwt-secret.ts';
import { createLoginService } from '../people/login/login.ts';
import { createLoginLimits } from '../people/login/login-limits.ts';
import { createOwnPassword } from '../people/login/own-password.ts';
import type { BlobStore } from '../platform/blobs/blob-store.ts';
import { openFolderBlobStore } from '../platform/blobs/folder-blob-store.ts';
import type { Database } from '../platform/db/database.ts';
import { openDatabase } from '../platform/db/open-database.ts';
import { type JobQueue, openJobQueue } from '../platform/jobs/job-queue.ts';
import { type Clock, systemClock } from '../platform/kernel/clock.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { VERSION } from '../platform/kernel/version.ts';
import type { Tracing } from '../platform/tracing/tracing.ts';
import { renderCsvEdition } from '../records/editions/csv-edition.ts';
import {
  createEditionCache,
  type EditionCache,
  type EditionRenderer,
} from '../records/editions/edition-cache.ts';
import type { SnapshotType } from '../records/editions/edition-content.ts';
import { openEditionEvents } from '../records/editions/edition-events.ts';
import { renderJsonEdition } from '../records/editions/json-edition.ts';
import { loadReportDesign } from '../records/rendering/design/design-settings.ts';
import { designDigest, type ReportDesign } from '../records/rendering/design/report-design.ts';
import { badLogo } from '../records/rendering/design/report-logo.ts';
import { stampBoxOn } from '../records/rendering/design/stamp-box.ts';
import { createRenderPool, type RenderPool } from '../records/rendering/pool/render-pool.ts';
import { RENDERER_VERSION, TEMPLATE_VERSION } from '../records/rendering/typesetting/template-version.ts';
import { type SignedCheckpoint, takeCheckpoint } from '../records/seal/audit-checkpoint.ts';
import { createSealer } from '../records/seal/sealer.ts';
import {
  keepAuthorities,
  keepCertificate,
  readKeptAuthorities,
  readKeptCertificates,
} from '../records/signing/kept-certificates.ts';
import { readCertificates } from '../records/signing/key-files.ts';
import { loadSigningKey, type SigningKey, type SigningKeySource } from '../records/signing/signing-key.ts';
import {
  createTimeStampAuthority,
  type TimeStampAuthority,
} from '../records/signing/time-stamp-authority.ts';
import { MAKE_SNAPSHOT, type MakeSnapshotData } from '../records/snapshots/snapshot-job.ts';
import { createSnapshotMaker } from '../records/snapshots/snapshot-maker.ts';
import { createSnapshotReader, type SnapshotReader } from '../records/snapshots/snapshot-reader.ts';
import { createSnapshotService, type SnapshotService } from '../records/snapshots/snapshot-service.ts';
import { cleanupSteps } from './cleanup-steps.ts';
import type { Config } from './config.ts';
import { type Metrics, openMetrics } from './open-metrics.ts';

const TOKEN_LIFETIME_SECONDS = 12 * 3600;
const TRIAL_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 20_000;
const RENDER_MEMORY_MB = 300;
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
  /** The only one of the process: it limits how many passwords are hashed at a time. */
  readonly passwords: PasswordHasher;
  readonly snapshots: SnapshotService;
  readonly readSnapshot: SnapshotReader;
  readonly taskEvents: TaskEvents;
  /** The head of the audit log, signed by this installation. */
  takeCheckpoint(): Promise<SignedCheckpoint>;
  /** The certificates, in PEM, of all keys that have ever sealed here. */
  readonly trustedCertificates: readonly string[];
  /** And those of all authorities whose time stamps have ever been asked for. */
  readonly trustedAuthorities: readonly string[];
  readonly metrics: Metrics;
  /** Undefined if nobody wants traces. */
  readonly tracing: Tracing | undefined;
  readonly roomEvents: RoomEvents;
  readonly cleanup: Cleanup;
  /** Starts a render process, so that the first snapshot need not wait for it. */
  warm(): void;
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
  const tracing = await openTracing(config, log);
  opening.defer(async () => tracing?.close());
  const database = opening.adopt(
    await openDatabase({ url: config.databaseUrl, dataFolder: config.dataFolder }),
    (opened) => opened.close(),
  );
  const { blobs, leftovers } = await openFolderBlobStore({
    folder: join(config.dataFolder, 'blobs'),
    clock,
    onDamaged: (sha256) => log.error({ sha256 }, 'a stored file is damaged and was quarantined'),
  });
  const design = await loadReportDesign(config.report, config.publicUrl);
  const pool = opening.adopt(
    createRenderPool({
      design,
      processes: config.renderProcesses,
      memoryLimitMb: RENDER_MEMORY_MB,
      rendersBeforeRecycling: RENDERS_BEFORE_RECYCLING,
      log: (message, details) => log.info(details, message),
    }),
    (started) => started.close(),
  );
  await requireLogo(pool, design);
  const editions = createEditionCache({
    database,
    blobs,
    renderers: editionRenderers(pool, design),
    memoryBytes: config.cacheMemoryBytes,
    clock,
    tracer: tracing,
  });
  const key = await openSigningKey(config, clock);
  const metrics = opening.adopt(openMetrics({ ...config, database, editions, pool, clock, log }), (opened) =>
    opened.close(),
  );
  opening.adopt(await openEditionEvents(database, editions), (close) => close());
  const sealer = createSealer({
    key,
    authority: await openTimeStampAuthority(config, clock),
    stampBox: stampBoxOn(design.paper),
    clock,
  });
  const taskEvents = opening.adopt(await openTaskEvents(database), (opened) => opened.close());
  const roomEvents = opening.adopt(await openRoomEvents(database), (opened) => opened.close());
  const queue = opening.adopt(
    await openJobQueue({
      database,
      kinds: [MAKE_SNAPSHOT, CLEAN_UP],
      daily: [{ kind: CLEAN_UP, ...config.cleanupAt, timeZone: config.timeZone, timeoutSeconds: 3600 }],
      onError: (err) => log.error({ err }, 'the job queue reports an error'),
    }),
    (opened) => opened.stop(STOP_TIMEOUT_MS),
  );
  const maker = createSnapshotMaker({
    database,
    blobs,
    editions,
    sealer,
    stamps: pool,
    metrics: metrics.record,
    clock,
    log,
    tracer: tracing,
    maxWaitMs: config.timeStamps.maxWaitHours * 3_600_000,
  });
  const snapshots = createSnapshotService(queue, tracing);
  const steps = cleanupSteps({ config, blobs, leftovers, snapshots });
  const cleanup = createCleanup({ database, steps, clock, log });
  const passwords = createPasswordHasher();
  const parts = opening.move();
  return {
    clock,
    log,
    database,
    blobs,
    editions,
    queue,
    passwords,
    users: createUserService({ passwords, clock }),
    snapshots,
    readSnapshot: createSnapshotReader({ database, blobs, editions }),
    taskEvents,
    trustedCertificates: await readKeptCertificates(signingFolder(config)),
    trustedAuthorities: await readKeptAuthorities(signingFolder(config)),
    metrics,
    tracing,
    takeCheckpoint: () => takeCheckpoint(database.query, key, clock()),
    roomEvents,
    cleanup,
    warm: () => pool.warm(),
    startWorkers() {
      // No more than can render at once: every further one takes time from the requests.
      queue.work<MakeSnapshotData>(MAKE_SNAPSHOT, config.renderProcesses, {
        run: maker.make,
        onDeadLetter: maker.onDeadLetter,
      });
      queue.work(CLEAN_UP, 1, {
        run: async () => void (await cleanup.run({ actor: 'system', dryRun: false })),
        onDeadLetter: async () => log.error({}, 'the clean-up did not finish; the next one is tomorrow'),
      });
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Loaded only if it is wanted: the libraries are large. */
async function openTracing(config: Config, log: Logger): Promise<Tracing | undefined> {
  if (!config.tracing) return undefined;
  const tracing = await import('../platform/tracing/open-telemetry.ts');
  return tracing.openTracing({ version: VERSION, log });
}

/** Who is let in, and how: the parts that only requests need. */
export async function createAuth(config: Config, { database, users, passwords, clock }: Roomshot) {
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

/** @throws AppError `bad_setting` for a logo that the typesetter cannot read */
async function requireLogo(pool: RenderPool, { logo }: ReportDesign): Promise<void> {
  if (logo === null) return;
  await pool.tryDesign({ timeoutMs: TRIAL_TIMEOUT_MS }).catch((cause: unknown) => {
    throw badLogo('an image that is whole; this one cannot be read', cause);
  });
}

function editionRenderers(pool: RenderPool, design: ReportDesign): Record<SnapshotType, EditionRenderer> {
  const version = { template: TEMPLATE_VERSION, renderer: RENDERER_VERSION };
  const designed = { ...version, renderer: `${RENDERER_VERSION}, design ${designDigest(design)}` };
  return {
    pdf: { version: designed, render: (content, options) => pool.renderReport(content, options) },
    json: { version, render: async (content) => renderJsonEdition(content) },
    csv: { version, render: async (content) => renderCsvEdition(content) },
  };
}

const signingFolder = ({ dataFolder }: Config): string => join(dataFolder, 'signing');

/** @throws AppError from `loadSigningKey` if the operator's files do not fit together */
export async function openSigningKey(config: Config, clock: Clock): Promise<SigningKey> {
  const key = await loadSigningKey(signingKeySource(config), clock);
  await keepCertificate(signingFolder(config), key);
  return key;
}

/**
 * Tries the settings that are judged only where they are used, so that they can be told without a start.
 * @throws AppError as the start would
 */
export async function requireUsable({ jwtSecret, hub, timeStamps }: Config): Promise<void> {
  if (jwtSecret !== undefined) secretBytes(jwtSecret, 'ROOMSHOT_JWT_SECRET');
  if (hub) createHubTokenVerifier({ ...hub, clock: systemClock });
  if (timeStamps.authority) await readAuthorityCertificates(timeStamps.authority.certificatePath);
}

/** @throws AppError `bad_setting` if the file has no certificates */
const readAuthorityCertificates = (path: string) =>
  readCertificates(path).catch((cause: unknown) => {
    const text = 'The setting ROOMSHOT_TSA_CERTIFICATE must be a file with certificates in PEM.';
    throw new AppError('invalid', 'bad_setting', text, { cause });
  });

async function openTimeStampAuthority(config: Config, clock: Clock): Promise<TimeStampAuthority | undefined> {
  const { authority } = config.timeStamps;
  if (!authority) return undefined;
  const certificates = await readAuthorityCertificates(authority.certificatePath);
  await keepAuthorities(signingFolder(config), certificates);
  return createTimeStampAuthority({ url: authority.url, certificates, clock });
}

/** Where the operator says that the signing key is. */
export function signingKeySource(config: Config): SigningKeySource {
  const { p12Path, keyPath, certificatePath, passphrase } = config.signing;
  if (p12Path) return { p12Path, passphrase: passphrase ?? '' };
  if (keyPath && certificatePath) {
    return { keyPemPath: keyPath, certificatePemPath: certificatePath, ...(passphrase && { passphrase }) };
  }
  return { folder: signingFolder(config) };
}
