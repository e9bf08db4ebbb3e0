import { isTimeZone } from '../platform/kernel/time-zone.ts';
import type { ServiceWatchdog } from '../platform/watchdog/watchdog.ts';
import type { Environment } from './secret-files.ts';
import { badSetting } from './setting-reader.ts';

// Each function parses one setting, and throws `bad_setting` if the text is not allowed.

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

export function timeOfDay(text: string): TimeOfDay {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour !== undefined && minute !== undefined) return { hour: Number(hour), minute: Number(minute) };
  throw badSetting('ROOMSHOT_CLEANUP_AT', 'a time of day from 00:00 to 23:59');
}

export function timeZone(name: string): string {
  if (isTimeZone(name)) return name;
  throw badSetting('ROOMSHOT_TIMEZONE', 'the IANA name of a time zone, such as UTC or Europe/Athens');
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export function logLevel(level: string): string {
  if (LOG_LEVELS.includes(level)) return level;
  throw badSetting('ROOMSHOT_LOG_LEVEL', `one of ${LOG_LEVELS.join(', ')}`);
}

export function logFormat(format: string | undefined): 'json' | 'text' {
  if (format === undefined) return process.stderr.isTTY ? 'text' : 'json';
  if (format === 'json' || format === 'text') return format;
  throw badSetting('ROOMSHOT_LOG_FORMAT', 'json or text');
}

export function databaseUrl(url: string | undefined): string | undefined {
  if (!url?.trim()) return undefined;
  if (/^postgres(ql)?:\/\//.test(url) && isAddress(url)) return url;
  throw badSetting('DATABASE_URL', 'the address of a PostgreSQL server, postgres://…');
}

/** Returns whether a text is a URL for the driver. A URL without a host means a local socket. */
const isAddress = (url: string): boolean =>
  URL.canParse(url) || URL.canParse(url.replace('@/', '@localhost/'));

/** https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
export function isTraced(environment: Environment): boolean {
  if (environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return false;
  const names = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'];
  const given = names.filter((name) => environment[name]?.trim());
  // The exporter would ignore a bad address and send to its default.
  const bad = given.find((name) => !/^https?:$/.test(URL.parse(environment[name] ?? '')?.protocol ?? ''));
  if (bad) throw badSetting(bad, 'an address such as http://127.0.0.1:4318');
  return given.length > 0;
}

const MICROSECONDS = 1000;

/** Returns the watchdog of systemd, if it watches this process (sd_watchdog_enabled(3)). */
export function serviceWatchdog(environment: Environment, pid: number): ServiceWatchdog | undefined {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC, WATCHDOG_PID = String(pid) } = environment;
  const limitMs = Number(WATCHDOG_USEC) / MICROSECONDS;
  if (!socket || !(limitMs > 0) || WATCHDOG_PID !== String(pid)) return undefined;
  return { socket, limitMs };
}

/** Returns the configured URL, or the address of the server if other machines can reach it. */
export function publicUrl(given: string | undefined, host: string, port: number): string | undefined {
  if (given === undefined) {
    const isReachable = port !== 0 && !/^(localhost|127\.|0\.0\.0\.0$|::1?$)/i.test(host);
    return isReachable ? `http://${host.includes(':') ? `[${host}]` : host}:${port}` : undefined;
  }
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isPlain = url && !url.search && !url.hash && !url.username && !url.password;
  if (isPlain && /^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, '');
  throw badSetting('ROOMSHOT_PUBLIC_URL', 'an address such as https://records.example.com');
}

/** The development servers of front ends that try the demonstration. */
const DEMONSTRATION_ORIGINS = ['http://localhost:3000', 'http://127.0.0.1:3000'];

export function corsOrigins(given: string | undefined, demonstration: boolean): readonly string[] {
  if (given !== undefined) return given.split(',').map(webOrigin);
  return demonstration ? DEMONSTRATION_ORIGINS : [];
}

/** Checks that an origin has the form that browsers send, because origins are compared as text. */
function webOrigin(text: string): string {
  const origin = text.trim();
  if (URL.parse(origin)?.origin === origin) return origin;
  throw badSetting('ROOMSHOT_CORS_ORIGINS', 'origins such as https://desk.example, separated by commas');
}
