/** A word for what a setting may be, or the least and the greatest whole number. */
type Setting = readonly [fallback: string, meaning: string, kind: string | readonly [number, number]];

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
  TSA_MAX_WAIT_HOURS: ['24', 'Hours that a snapshot waits for its stamp before it fails', [1, 240]],
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
  MAX_EVENT_LOOP_DELAY_MS: [
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

/** Names of the version before that are still understood. */
export const RENAMED_SETTINGS = {
  MOST_LAG_MS: 'MAX_EVENT_LOOP_DELAY_MS',
  TSA_PATIENCE_HOURS: 'TSA_MAX_WAIT_HOURS',
} as const satisfies Record<string, keyof typeof SETTINGS>;
