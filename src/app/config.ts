import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { AppError } from '../platform/kernel/errors.ts';
import { isTimeZone } from '../platform/kernel/time-zone.ts';

/** Every setting, validated. Nothing else reads the environment. */
export interface Config {
  /** The settings as they were given, without those that have their default. */
  readonly given: Readonly<Record<string, string>>;
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
  readonly mostLagMs: number;
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
  readonly patienceHours: number;
}

/** What the operator chose for the looks of reports; the rendering checks it when it opens. */
export interface ReportConfig {
  readonly name: string;
  readonly logoPath: string | undefined;
  readonly accent: string;
  readonly notice: string;
  readonly paper: string;
}

/** A word for what a setting may be, or the least and the greatest whole number. */
type Setting = readonly [standard: string, meaning: string, kind: string | readonly [number, number]];

/** What the environment can say: the name behind `ROOMSHOT_`, its default, what it means, what it may be. */
export const SETTINGS = {
  HOST: ['127.0.0.1', 'Address to listen on', 'address'],
  PORT: ['8080', 'Port to listen on; 0 takes a free one', [0, 65_535]],
  DATA_DIR: ['./data', 'Folder of the embedded database, files and keys', 'folder'],
  ADMIN_EMAIL: [
    'admin@roomshot.example',
    'Account of the first administrator, made at the first start',
    'email address',
  ],
  ADMIN_PASSWORD: ['', 'Its password; generated and printed once if unset', 'secret'],
  DEMO: ['0', '1: an empty database gets the demonstration rooms and accounts', '0 or 1'],
  JWT_SECRET: [
    '',
    'Secret of the access tokens, at least 32 bytes; generated into the data folder if unset',
    'secret',
  ],
  HUB_SECRET: ['', 'Secret of an existing hub whose tokens are accepted too (HS256)', 'secret'],
  HUB_JWKS_URL: ['', 'Or the address of its public keys', 'https address'],
  HUB_ISSUER: ['', 'Issuer that the tokens of the hub must name', 'text'],
  HUB_AUDIENCE: ['', 'Audience that the tokens of the hub must name', 'text'],
  SIGNING_P12: ['', 'PKCS #12 file with the key and certificate that seal; generated if unset', 'file'],
  SIGNING_KEY: ['', 'Or a PEM file with the key', 'file'],
  SIGNING_CERTIFICATE: ['', 'and one with its certificate', 'file'],
  SIGNING_PASSPHRASE: ['', 'Passphrase of the PKCS #12 file or key', 'secret'],
  TSA_URL: [
    '',
    'Address of a time-stamp authority (RFC 3161), whose stamp every seal then has',
    'http or https address',
  ],
  TSA_CERTIFICATE: ['', 'PEM file with the certificates that issue its stamps', 'file'],
  TSA_PATIENCE_HOURS: ['24', 'Hours that a snapshot waits for its stamp before it fails', [1, 240]],
  PUBLIC_URL: [
    '',
    'Address at which other people reach the server; reports tell where to verify them',
    'http or https address',
  ],
  REPORT_NAME: ['', 'Whose reports these are; stands at the head of every page', 'text'],
  REPORT_LOGO: ['', 'PNG, JPEG or SVG file of at most 256 kB for page one', 'file'],
  REPORT_ACCENT: ['#17324d', 'Colour of headings and rules, dark enough on white', 'colour #rrggbb'],
  REPORT_NOTICE: ['', 'Line at the foot of every page, such as one on confidentiality', 'text'],
  REPORT_PAPER: ['a4', 'a4 or letter', 'a4 or letter'],
  RENDER_PROCESSES: ['', 'Most render processes at a time; one for each core if unset', [1, 64]],
  CACHE_MEMORY_MB: ['100', 'Editions kept in memory', [1, 65_536]],
  TASK_TIMEOUT_SECONDS: ['300', 'Time that a snapshot may take unless the request says otherwise', [1, 3600]],
  METRICS_RETENTION_HOURS: ['168', 'Hours after which metrics are forgotten', [1, 87_600]],
  CACHE_DISK_MB: ['1000', 'Editions kept on the disk that no snapshot stands on', [0, 100_000_000]],
  CACHE_DISK_DAYS: ['30', 'Days that such an edition is kept after its last use', [0, 36_500]],
  TASK_RETENTION_DAYS: ['30', 'Days that finished tasks are kept; their snapshots stay', [1, 36_500]],
  CLEANUP_AT: ['02:00', 'Time of the daily clean-up', 'time HH:MM'],
  TIMEZONE: ['UTC', 'Time zone of that time, an IANA name such as Europe/Athens', 'time zone'],
  METRICS_TOKEN: ['', 'Bearer token of those who read /metrics; only this machine may if unset', 'secret'],
  LOG_LEVEL: ['info', 'fatal, error, warn, info, debug, trace or silent', 'a level'],
  LOG_FORMAT: ['', 'json or text; text on a terminal and json elsewhere if unset', 'json or text'],
  CORS_ORIGINS: [
    'http://localhost:3000,http://127.0.0.1:3000',
    'Origins of browser applications, separated by commas',
    'list',
  ],
  REQUESTS_PER_MINUTE: ['6000', 'Requests that one address may make in a minute', [1, 100_000_000]],
  MOST_LAG_MS: [
    '2000',
    'Milliseconds that the server may lag behind before it refuses requests with 503',
    [50, 600_000],
  ],
  PROXIES: ['0', 'Reverse proxies in front whose X-Forwarded-For is believed', [0, 10]],
} as const satisfies Record<string, Setting>;

/** The one setting whose name others have given it. */
export const DATABASE_URL = [
  '',
  'PostgreSQL server, 15 or newer, instead of the embedded database',
  'postgres://…',
] as const satisfies Setting;

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
export function readConfig(environment: Environment): Config {
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
      patienceHours: whole('TSA_PATIENCE_HOURS'),
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
    mostLagMs: whole('MOST_LAG_MS'),
  });
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
