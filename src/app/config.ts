import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { S3Options } from '../platform/blobs/s3/s3-options.ts';
import type { ConnectionCounts } from '../platform/db/database.ts';
import type { ServiceWatchdog } from '../platform/watchdog/watchdog.ts';
import type { Environment } from './secret-files.ts';
import {
  type HubConfig,
  type ReportConfig,
  readHub,
  readReport,
  readS3,
  readSigning,
  readTimeStamps,
  type SigningConfig,
  type TimeStampConfig,
} from './setting-groups.ts';
import { SettingReader } from './setting-reader.ts';
import {
  corsOrigins,
  databaseUrl,
  isTraced,
  logFormat,
  logLevel,
  publicUrl,
  serviceWatchdog,
  type TimeOfDay,
  timeOfDay,
  timeZone,
} from './setting-values.ts';
import { SETTINGS } from './settings.ts';

const MEGABYTE = 1_000_000;
const SECOND_MS = 1000;

/** All settings, validated. No other part reads the environment. */
export interface Config {
  /** The settings that were set, without defaults. */
  readonly given: Readonly<Record<string, string>>;
  /** Messages to the operator about settings that have a new name. */
  readonly warnings: readonly string[];
  readonly host: string;
  readonly port: number;
  /** An absolute path. */
  readonly dataFolder: string;
  /** Address of a PostgreSQL server. If undefined, the engine is embedded. */
  readonly databaseUrl: string | undefined;
  readonly databaseConnections: ConnectionCounts;
  /** The bucket of the files. If undefined, they are in the data folder. */
  readonly s3: S3Options | undefined;
  readonly adminEmail: string;
  readonly adminPassword: string | undefined;
  readonly demonstration: boolean;
  readonly jwtSecret: string | undefined;
  readonly hub: HubConfig | undefined;
  readonly signing: SigningConfig;
  readonly timeStamps: TimeStampConfig;
  readonly report: ReportConfig;
  /** The public URL of this server, without a slash at the end. Undefined if unknown. */
  readonly publicUrl: string | undefined;
  readonly renderProcesses: number;
  readonly cacheMemoryBytes: number;
  readonly taskTimeoutSeconds: number;
  readonly metricsRetentionHours: number;
  /** The time of the daily clean-up, in `timeZone`. */
  readonly cleanupAt: TimeOfDay;
  /** IANA name. */
  readonly timeZone: string;
  readonly taskRetentionDays: number;
  /** Limits for editions that no snapshot needs. */
  readonly cacheDiskBytes: number;
  readonly cacheDiskDays: number;
  /** Without this token, only this machine can read `/metrics`. */
  readonly metricsToken: string | undefined;
  /** Whether traces are sent. The exporter of OpenTelemetry reads its own settings. */
  readonly tracing: boolean;
  /** The watchdog of the service manager, if it watches this process. */
  readonly serviceWatchdog: ServiceWatchdog | undefined;
  readonly logLevel: string;
  readonly logFormat: 'json' | 'text';
  readonly corsOrigins: readonly string[];
  /** The number of reverse proxies in front of the server that extend X-Forwarded-For. */
  readonly proxies: number;
  readonly requestsPerMinute: number;
  /** The event loop delay above which requests are rejected. */
  readonly maxEventLoopDelayMs: number;
  /** How long a client may read nothing of a response. */
  readonly maxStallMs: number;
}

/**
 * Reads and checks all settings.
 * @throws AppError `bad_setting`, which names the setting and the allowed values
 */
export function readConfig(environment: Environment): Config {
  const settings = new SettingReader(environment);
  return Object.freeze({
    given: settings.given(),
    warnings: settings.warnings,
    ...readPlaces(settings),
    ...readAccounts(settings),
    signing: readSigning(settings),
    timeStamps: readTimeStamps(settings),
    report: readReport(settings),
    ...readLimits(settings),
    ...readRetention(settings),
    ...readObservation(settings),
  });
}

const readPlaces = (settings: SettingReader) => ({
  host: settings.text('HOST'),
  port: settings.whole('PORT'),
  publicUrl: publicUrl(settings.optional('PUBLIC_URL'), settings.text('HOST'), settings.whole('PORT')),
  proxies: settings.whole('PROXIES'),
  corsOrigins: corsOrigins(settings.optional('CORS_ORIGINS'), settings.flag('DEMO')),
  dataFolder: resolve(settings.text('DATA_DIR')),
  databaseUrl: databaseUrl(settings.environment.DATABASE_URL),
  databaseConnections: {
    reading: settings.whole('DATABASE_READ_CONNECTIONS'),
    writing: settings.whole('DATABASE_WRITE_CONNECTIONS'),
  },
  s3: readS3(settings),
});

const readAccounts = (settings: SettingReader) => ({
  adminEmail: settings.text('ADMIN_EMAIL'),
  adminPassword: settings.optional('ADMIN_PASSWORD'),
  demonstration: settings.flag('DEMO'),
  jwtSecret: settings.optional('JWT_SECRET'),
  hub: readHub(settings),
});

const readLimits = (settings: SettingReader) => ({
  renderProcesses: settings.optional('RENDER_PROCESSES')
    ? settings.whole('RENDER_PROCESSES')
    : Math.min(availableParallelism(), SETTINGS.RENDER_PROCESSES[2][1]),
  cacheMemoryBytes: settings.whole('CACHE_MEMORY_MB') * MEGABYTE,
  taskTimeoutSeconds: settings.whole('TASK_TIMEOUT_SECONDS'),
  requestsPerMinute: settings.whole('REQUESTS_PER_MINUTE'),
  maxEventLoopDelayMs: settings.whole('MAX_EVENT_LOOP_DELAY_MS'),
  maxStallMs: settings.whole('MAX_STALL_SECONDS') * SECOND_MS,
});

const readRetention = (settings: SettingReader) => ({
  cleanupAt: timeOfDay(settings.text('CLEANUP_AT')),
  timeZone: timeZone(settings.text('TIMEZONE')),
  taskRetentionDays: settings.whole('TASK_RETENTION_DAYS'),
  metricsRetentionHours: settings.whole('METRICS_RETENTION_HOURS'),
  cacheDiskBytes: settings.whole('CACHE_DISK_MB') * MEGABYTE,
  cacheDiskDays: settings.whole('CACHE_DISK_DAYS'),
});

const readObservation = (settings: SettingReader) => ({
  metricsToken: settings.optional('METRICS_TOKEN'),
  tracing: isTraced(settings.environment),
  serviceWatchdog: serviceWatchdog(settings.environment, process.pid),
  logLevel: logLevel(settings.text('LOG_LEVEL')),
  logFormat: logFormat(settings.optional('LOG_FORMAT')),
});
