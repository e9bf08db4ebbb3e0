import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { AppError } from './kernel/errors.ts';

/** Every setting, validated. Nothing else reads the environment. */
export interface Config {
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
  readonly renderProcesses: number;
  readonly cacheMemoryBytes: number;
  readonly taskTimeoutSeconds: number;
  readonly logLevel: string;
  readonly corsOrigins: readonly string[];
  /** How many reverse proxies stand in front, each adding to X-Forwarded-For. */
  readonly proxies: number;
  readonly requestsPerMinute: number;
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

/** What the environment can say: the name behind `ROOMSHOT_`, its default, and what it means. */
export const SETTINGS = {
  HOST: ['127.0.0.1', 'Address to listen on'],
  PORT: ['8080', 'Port to listen on; 0 takes a free one'],
  DATA_DIR: ['./data', 'Folder of the embedded database, files and keys'],
  ADMIN_EMAIL: ['admin@roomshot.example', 'Account of the first administrator, made at the first start'],
  ADMIN_PASSWORD: ['', 'Its password; generated and printed once if unset'],
  DEMO: ['0', '1: an empty database gets the demonstration rooms and accounts'],
  JWT_SECRET: ['', 'Secret of the access tokens, at least 32 bytes; generated into the data folder if unset'],
  HUB_SECRET: ['', 'Secret of an existing hub whose tokens are accepted too (HS256)'],
  HUB_JWKS_URL: ['', 'Or the address of its public keys'],
  HUB_ISSUER: ['', 'Issuer that the tokens of the hub must name'],
  HUB_AUDIENCE: ['', 'Audience that the tokens of the hub must name'],
  SIGNING_P12: ['', 'PKCS #12 file with the key and certificate that seal; generated if unset'],
  SIGNING_KEY: ['', 'Or a PEM file with the key'],
  SIGNING_CERTIFICATE: ['', 'and one with its certificate'],
  SIGNING_PASSPHRASE: ['', 'Passphrase of the PKCS #12 file or key'],
  RENDER_PROCESSES: [String(availableParallelism()), 'Most render processes at a time'],
  CACHE_MEMORY_MB: ['100', 'Editions kept in memory'],
  TASK_TIMEOUT_SECONDS: ['300', 'Time that a snapshot may take unless the request says otherwise'],
  LOG_LEVEL: ['info', 'fatal, error, warn, info, debug, trace or silent'],
  CORS_ORIGINS: [
    'http://localhost:3000,http://127.0.0.1:3000',
    'Origins of browser applications, separated by commas',
  ],
  REQUESTS_PER_MINUTE: ['6000', 'Requests that one address may make in a minute'],
  PROXIES: ['0', 'Reverse proxies in front whose X-Forwarded-For is believed'],
} as const satisfies Record<string, readonly [string, string]>;

type SettingName = keyof typeof SETTINGS;
export type Environment = Record<string, string | undefined>;

/**
 * Reads and checks all settings.
 * @throws AppError `bad_setting`, which names the setting and what it may be
 */
export function readConfig(environment: Environment): Config {
  const text = (name: SettingName): string => environment[`ROOMSHOT_${name}`]?.trim() || SETTINGS[name][0];
  const optional = (name: SettingName): string | undefined => text(name) || undefined;
  const whole = (name: SettingName, least: number, most: number): number => {
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
    host: text('HOST'),
    port: whole('PORT', 0, 65_535),
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
    signing: {
      p12Path: optional('SIGNING_P12'),
      keyPath: optional('SIGNING_KEY'),
      certificatePath: optional('SIGNING_CERTIFICATE'),
      passphrase: optional('SIGNING_PASSPHRASE'),
    },
    renderProcesses: whole('RENDER_PROCESSES', 1, 64),
    cacheMemoryBytes: whole('CACHE_MEMORY_MB', 1, 65_536) * 1_000_000,
    taskTimeoutSeconds: whole('TASK_TIMEOUT_SECONDS', 1, 3600),
    logLevel: logLevel(text('LOG_LEVEL')),
    corsOrigins: text('CORS_ORIGINS')
      .split(',')
      .map((origin) => origin.trim()),
    proxies: whole('PROXIES', 0, 10),
    requestsPerMinute: whole('REQUESTS_PER_MINUTE', 1, 100_000_000),
  });
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

function logLevel(level: string): string {
  if (LOG_LEVELS.includes(level)) return level;
  throw badSetting('ROOMSHOT_LOG_LEVEL', `one of ${LOG_LEVELS.join(', ')}`);
}

function databaseUrl(url: string | undefined): string | undefined {
  if (!url?.trim()) return undefined;
  if (/^postgres(ql)?:\/\//.test(url)) return url;
  throw badSetting('DATABASE_URL', 'the address of a PostgreSQL server, postgres://…');
}

function hubConfig(hub: HubConfig): HubConfig | undefined {
  if (hub.secret && hub.jwksUrl)
    throw badSetting('ROOMSHOT_HUB_SECRET', 'unset when ROOMSHOT_HUB_JWKS_URL is set');
  return hub.secret || hub.jwksUrl ? hub : undefined;
}

const badSetting = (name: string, wanted: string): AppError =>
  new AppError('invalid', 'bad_setting', `The setting ${name} must be ${wanted}.`);
