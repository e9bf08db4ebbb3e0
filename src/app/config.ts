import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { AppError } from '../platform/kernel/errors.ts';
import { isTimeZone } from '../platform/kernel/time-zone.ts';
import { RENAMED_SETTINGS, SETTINGS } from './settings.ts';

/** Every setting, validated. Nothing else reads the environment. */
export interface Config {
  /** The settings as they were given, without those that have their default. */
  readonly given: Readonly<Record<string, string>>;
  /** What to tell the operator about settings that have a new name. */
  readonly warnings: readonly string[];
  readonly host: string;
  readonly port: number;
  /** An absolute path. */
  readonly dataFolder: string;
  /** Of a PostgreSQL server; the embedded engine without it. */
  readonly databaseUrl: string | undefined;
  readonly adminEmail: string;
  readonly adminPassword: string | undefined;
  readonly demonstration: boolean;
  readonly jwtSecret: string | undefined;
  readonly hub: HubConfig | undefined;
  readonly signing: SigningConfig;
  readonly timeStamps: TimeStampConfig;
  readonly report: ReportConfig;
  /** Where other people reach this server, without a slash at the end; undefined if nobody knows. */
  readonly publicUrl: string | undefined;
  readonly renderProcesses: number;
  readonly cacheMemoryBytes: number;
  readonly taskTimeoutSeconds: number;
  readonly metricsRetentionHours: number;
  /** When the daily clean-up begins, in `timeZone`. */
  readonly cleanupAt: { readonly hour: number; readonly minute: number };
  /** IANA name. */
  readonly timeZone: string;
  readonly taskRetentionDays: number;
  /** Limits for editions that no snapshot stands on. */
  readonly cacheDiskBytes: number;
  readonly cacheDiskDays: number;
  /** With it, and only with it, /metrics can be read from elsewhere than this machine. */
  readonly metricsToken: string | undefined;
  /** Whether traces are sent. Where and how is for OpenTelemetry's own exporter, which reads it itself. */
  readonly tracing: boolean;
  readonly logLevel: string;
  readonly logFormat: 'json' | 'text';
  readonly corsOrigins: readonly string[];
  /** How many reverse proxies stand in front, each adding to X-Forwarded-For. */
  readonly proxies: number;
  readonly requestsPerMinute: number;
  /** How late the server may come to what is due before it refuses requests. */
  readonly maxEventLoopDelayMs: number;
}

/** How to recognise the tokens of an existing hub. */
export interface HubConfig {
  readonly secret: string | undefined;
  readonly jwksUrl: string | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
}

/** Where the operator's own signing key is; none means one in the data folder. */
export interface SigningConfig {
  readonly p12Path: string | undefined;
  readonly keyPath: string | undefined;
  readonly certificatePath: string | undefined;
  readonly passphrase: string | undefined;
}

/** The RFC 3161 authority that stamps every seal, if there is one. */
export interface TimeStampConfig {
  readonly authority: { readonly url: string; readonly certificatePath: string } | undefined;
  readonly maxWaitHours: number;
}

/** What the operator chose for the looks of reports; the rendering checks it when it opens. */
export interface ReportConfig {
  readonly name: string;
  readonly logoPath: string | undefined;
  readonly accent: string;
  readonly notice: string;
  readonly paper: string;
}

type Settings = typeof SETTINGS;
type SettingName = keyof Settings;
/** Those that give the bounds of a number. */
type WholeNumberName = {
  [Name in SettingName]: Settings[Name][2] extends readonly [number, number] ? Name : never;
}[SettingName];
export type Environment = Record<string, string | undefined>;

/**
 * Reads and checks all settings.
 * @throws AppError `bad_setting`, which names the setting and what it may be
 */
export function readConfig(given: Environment): Config {
  const { environment, warnings } = withCurrentNames(given);
  const text = (name: SettingName): string => environment[`ROOMSHOT_${name}`]?.trim() || SETTINGS[name][0];
  const optional = (name: SettingName): string | undefined => text(name) || undefined;
  const whole = (name: WholeNumberName): number => {
    const [, , [least, most]] = SETTINGS[name];
    const value = Number(text(name));
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw badSetting(`ROOMSHOT_${name}`, `a whole number from ${least} to ${most}`);
  };
  const flag = (name: SettingName): boolean => {
    const value = text(name);
    if (value === '0' || value === '1') return value === '1';
    throw badSetting(`ROOMSHOT_${name}`, '0 or 1');
  };
  return Object.freeze({
    given: givenSettings(environment),
    warnings,
    host: text('HOST'),
    port: whole('PORT'),
    dataFolder: resolve(text('DATA_DIR')),
    databaseUrl: databaseUrl(environment.DATABASE_URL),
    adminEmail: text('ADMIN_EMAIL'),
    adminPassword: optional('ADMIN_PASSWORD'),
    demonstration: flag('DEMO'),
    jwtSecret: optional('JWT_SECRET'),
    hub: hubConfig({
      secret: optional('HUB_SECRET'),
      jwksUrl: optional('HUB_JWKS_URL'),
      issuer: optional('HUB_ISSUER'),
      audience: optional('HUB_AUDIENCE'),
    }),
    signing: signingConfig({
      p12Path: optional('SIGNING_P12'),
      keyPath: optional('SIGNING_KEY'),
      certificatePath: optional('SIGNING_CERTIFICATE'),
      passphrase: optional('SIGNING_PASSPHRASE'),
    }),
    timeStamps: {
      authority: timeStampAuthority(optional('TSA_URL'), optional('TSA_CERTIFICATE')),
      maxWaitHours: whole('TSA_MAX_WAIT_HOURS'),
    },
    report: {
      name: text('REPORT_NAME'),
      logoPath: optional('REPORT_LOGO'),
      accent: text('REPORT_ACCENT'),
      notice: text('REPORT_NOTICE'),
      paper: text('REPORT_PAPER'),
    },
    publicUrl: publicUrl(optional('PUBLIC_URL'), text('HOST'), whole('PORT')),
    renderProcesses: optional('RENDER_PROCESSES')
      ? whole('RENDER_PROCESSES')
      : Math.min(availableParallelism(), SETTINGS.RENDER_PROCESSES[2][1]),
    cacheMemoryBytes: whole('CACHE_MEMORY_MB') * 1_000_000,
    taskTimeoutSeconds: whole('TASK_TIMEOUT_SECONDS'),
    metricsRetentionHours: whole('METRICS_RETENTION_HOURS'),
    cacheDiskBytes: whole('CACHE_DISK_MB') * 1_000_000,
    cacheDiskDays: whole('CACHE_DISK_DAYS'),
    taskRetentionDays: whole('TASK_RETENTION_DAYS'),
    cleanupAt: timeOfDay(text('CLEANUP_AT')),
    timeZone: timeZone(text('TIMEZONE')),
    metricsToken: optional('METRICS_TOKEN'),
    tracing: isTraced(environment),
    logLevel: logLevel(text('LOG_LEVEL')),
    logFormat: logFormat(optional('LOG_FORMAT')),
    corsOrigins: text('CORS_ORIGINS').split(',').map(webOrigin),
    proxies: whole('PROXIES'),
    requestsPerMinute: whole('REQUESTS_PER_MINUTE'),
    maxEventLoopDelayMs: whole('MAX_EVENT_LOOP_DELAY_MS'),
  });
}

/** Reads settings under their old names. @throws AppError `bad_setting` if both names are set */
function withCurrentNames(given: Environment): { environment: Environment; warnings: string[] } {
  const environment = { ...given };
  const warnings: string[] = [];
  for (const [old, current] of Object.entries(RENAMED_SETTINGS)) {
    const value = given[`ROOMSHOT_${old}`];
    if (!value?.trim()) continue;
    if (given[`ROOMSHOT_${current}`]?.trim())
      throw badSetting(
        `ROOMSHOT_${old}`,
        `unset when ROOMSHOT_${current} is set: it is the old name of that`,
      );
    environment[`ROOMSHOT_${current}`] = value;
    warnings.push(
      `ROOMSHOT_${old} is now called ROOMSHOT_${current}. The next version refuses the old name.`,
    );
  }
  return { environment, warnings };
}

function timeOfDay(text: string): Config['cleanupAt'] {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour !== undefined && minute !== undefined) return { hour: Number(hour), minute: Number(minute) };
  throw badSetting('ROOMSHOT_CLEANUP_AT', 'a time of day from 00:00 to 23:59');
}

function timeZone(name: string): string {
  if (isTimeZone(name)) return name;
  throw badSetting('ROOMSHOT_TIMEZONE', 'the IANA name of a time zone, such as UTC or Europe/Athens');
}

const givenSettings = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.keys(SETTINGS).flatMap((name) => {
      const value = environment[`ROOMSHOT_${name}`];
      return value?.trim() ? [[`ROOMSHOT_${name}`, value]] : [];
    }),
  );

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

function logLevel(level: string): string {
  if (LOG_LEVELS.includes(level)) return level;
  throw badSetting('ROOMSHOT_LOG_LEVEL', `one of ${LOG_LEVELS.join(', ')}`);
}

function logFormat(format: string | undefined): 'json' | 'text' {
  if (format === undefined) return process.stderr.isTTY ? 'text' : 'json';
  if (format === 'json' || format === 'text') return format;
  throw badSetting('ROOMSHOT_LOG_FORMAT', 'json or text');
}

function databaseUrl(url: string | undefined): string | undefined {
  if (!url?.trim()) return undefined;
  if (/^postgres(ql)?:\/\//.test(url) && isAddress(url)) return url;
  throw badSetting('DATABASE_URL', 'the address of a PostgreSQL server, postgres://…');
}

/** As the driver reads it: an address without a host means a socket of this machine. */
const isAddress = (url: string): boolean =>
  URL.canParse(url) || URL.canParse(url.replace('@/', '@localhost/'));

/** https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
function isTraced(environment: Environment): boolean {
  if (environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return false;
  const names = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'];
  const given = names.filter((name) => environment[name]?.trim());
  // The exporter would send to its default instead, unasked.
  const bad = given.find((name) => !/^https?:$/.test(URL.parse(environment[name] ?? '')?.protocol ?? ''));
  if (bad) throw badSetting(bad, 'an address such as http://127.0.0.1:4318');
  return given.length > 0;
}

/** As it was set, or else the address to listen on, if other machines can reach that. */
function publicUrl(given: string | undefined, host: string, port: number): string | undefined {
  if (given === undefined) {
    const isReachable = port !== 0 && !/^(localhost|127\.|0\.0\.0\.0$|::1?$)/i.test(host);
    return isReachable ? `http://${host.includes(':') ? `[${host}]` : host}:${port}` : undefined;
  }
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isPlain = url && !url.search && !url.hash && !url.username && !url.password;
  if (isPlain && /^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, '');
  throw badSetting('ROOMSHOT_PUBLIC_URL', 'an address such as https://records.example.com');
}

/** Neither without the other: a stamp that nobody can check is none. */
function timeStampAuthority(
  url: string | undefined,
  certificatePath: string | undefined,
): TimeStampConfig['authority'] {
  if (url === undefined && certificatePath === undefined) return undefined;
  const parsed = url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password)
    throw badSetting('ROOMSHOT_TSA_URL', 'an address such as https://tsa.example.com, without a password');
  if (certificatePath === undefined)
    throw badSetting('ROOMSHOT_TSA_CERTIFICATE', 'a PEM file when ROOMSHOT_TSA_URL is set');
  return { url: parsed.href, certificatePath };
}

/** What would not be used is refused: a record must not be sealed with another key than the operator thinks. */
function signingConfig(signing: SigningConfig): SigningConfig {
  const { p12Path, keyPath, certificatePath } = signing;
  if (p12Path && (keyPath || certificatePath))
    throw badSetting('ROOMSHOT_SIGNING_P12', 'unset when key and certificate have files of their own');
  if (keyPath && !certificatePath)
    throw badSetting('ROOMSHOT_SIGNING_CERTIFICATE', 'a PEM file when ROOMSHOT_SIGNING_KEY is set');
  if (certificatePath && !keyPath)
    throw badSetting('ROOMSHOT_SIGNING_KEY', 'a PEM file when ROOMSHOT_SIGNING_CERTIFICATE is set');
  if (signing.passphrase && !p12Path && !keyPath)
    throw badSetting('ROOMSHOT_SIGNING_PASSPHRASE', 'unset when no file of a key is set');
  return signing;
}

/** As browsers write them: nothing else is ever equal to one. */
function webOrigin(text: string): string {
  const origin = text.trim();
  if (URL.parse(origin)?.origin === origin) return origin;
  throw badSetting('ROOMSHOT_CORS_ORIGINS', 'origins such as https://desk.example, separated by commas');
}

function hubConfig(hub: HubConfig): HubConfig | undefined {
  if (hub.secret && hub.jwksUrl)
    throw badSetting('ROOMSHOT_HUB_SECRET', 'unset when ROOMSHOT_HUB_JWKS_URL is set');
  if (hub.secret || hub.jwksUrl) return hub;
  const lone = (['issuer', 'audience'] as const).find((name) => hub[name]);
  if (lone === undefined) return undefined;
  throw badSetting(`ROOMSHOT_HUB_${lone.toUpperCase()}`, 'unset when no secret or keys of a hub are set');
}

const badSetting = (name: string, wanted: string): AppError =>
  new AppError('invalid', 'bad_setting', `The setting ${name} must be ${wanted}.`);
