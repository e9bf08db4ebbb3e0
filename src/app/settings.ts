/** `kind` is a word for the allowed values, or the smallest and the largest whole number. */
type Setting = readonly [fallback: string, meaning: string, kind: string | readonly [number, number]];

/** Every setting by its name without `ROOMSHOT_`: default, meaning, allowed values. */
export const SETTINGS = {
  HOST: ['127.0.0.1', 'Address that the server listens on', 'address'],
  PORT: ['8080', 'Port that the server listens on; 0 selects a free one', [0, 65_535]],
  DATA_DIR: ['./data', 'Folder of the embedded database, the files and the keys', 'folder'],
  DATABASE_READ_CONNECTIONS: [
    '5',
    'Connections of one process to the PostgreSQL server for reading',
    [1, 1000],
  ],
  DATABASE_WRITE_CONNECTIONS: [
    '6',
    'Connections of one process to the PostgreSQL server for changes; six more are for the queue, clean-up and events',
    [1, 1000],
  ],
  S3_BUCKET: ['', 'Bucket of an S3 server for the files, instead of the data folder', 'text'],
  S3_ENDPOINT: ['', 'Address of the S3 server; the one of Amazon if unset', 'http or https address'],
  S3_REGION: ['us-east-1', 'Region of the bucket', 'text'],
  S3_PREFIX: ['', 'Start of the keys of all files, such as roomshot/', 'text'],
  S3_PATH_STYLE: [
    '',
    '1 names the bucket in the path, 0 in the host; 1 with an endpoint and 0 without one if unset',
    '0 or 1',
  ],
  S3_ACCESS_KEY_ID: [
    '',
    'Id of the access key; if unset, keys come from the environment, files or the role of the machine, as with every AWS SDK',
    'text',
  ],
  S3_SECRET_ACCESS_KEY: ['', 'Secret of that access key', 'secret'],
  S3_ENCRYPTION: [
    '',
    'Encryption that the server is asked for: by its own keys, by KMS, or by one key of KMS',
    'AES256, aws:kms or arn:…',
  ],
  S3_CA_FILE: ['', 'PEM file with certificates that are trusted for this server in addition', 'file'],
  S3_CHECKSUMS: [
    'sha256',
    'Digest that goes with every file; md5 for servers that reject x-amz-checksum-sha256',
    'sha256 or md5',
  ],
  ADMIN_EMAIL: [
    'admin@roomshot.example',
    'Email address of the first administrator; the first start creates the account',
    'email address',
  ],
  ADMIN_PASSWORD: ['', 'Password of the first administrator; generated and printed once if unset', 'secret'],
  DEMO: ['0', '1 fills an empty database with the demonstration rooms and accounts', '0 or 1'],
  JWT_SECRET: [
    '',
    'Secret that signs access tokens, at least 32 bytes; generated in the data folder if unset',
    'secret',
  ],
  HUB_SECRET: ['', 'Secret of a hub whose tokens the server also accepts (HS256)', 'secret'],
  HUB_JWKS_URL: ['', 'Address of the public keys of the hub, instead of a secret', 'https address'],
  HUB_ISSUER: ['', 'Issuer that tokens of the hub must name', 'text'],
  HUB_AUDIENCE: ['', 'Audience that tokens of the hub must name', 'text'],
  HUB_EMAIL_CLAIM: ['email', 'Claim of these tokens that contains the email address of the user', 'text'],
  HUB_VERIFIED_CLAIM: [
    'email_verified',
    'Claim of these tokens that is true if the hub has verified that address',
    'text',
  ],
  SIGNING_P12: [
    '',
    'PKCS #12 file with the signing key and its certificate; both are generated if unset',
    'file',
  ],
  SIGNING_KEY: ['', 'PEM file with the signing key, instead of a PKCS #12 file', 'file'],
  SIGNING_CERTIFICATE: ['', 'PEM file with the certificate of that key', 'file'],
  SIGNING_PASSPHRASE: ['', 'Passphrase of the PKCS #12 file or of the key', 'secret'],
  TSA_URL: [
    '',
    'Address of a time-stamp authority (RFC 3161); every seal then carries its time stamp',
    'http or https address',
  ],
  TSA_CERTIFICATE: ['', 'PEM file with the certificates that issue its time stamps', 'file'],
  TSA_MAX_WAIT_HOURS: ['24', 'Hours that a snapshot waits for its time stamp before it fails', [1, 240]],
  PUBLIC_URL: [
    '',
    'Address of the server for users. Reports show it for verification',
    'http or https address',
  ],
  REPORT_NAME: ['', 'Name of your organisation, at the head of every page', 'text'],
  REPORT_LOGO: ['', 'Logo on page one: a PNG, JPEG or SVG file of at most 256 KiB', 'file'],
  REPORT_ACCENT: [
    '#17324d',
    'Colour of headings and rules; its contrast with white must be at least 4.5 : 1',
    'colour #rrggbb',
  ],
  REPORT_NOTICE: [
    'Documentary status as entered by the parties. It does not replace the judgement of Masters and of the POAC.',
    'Line at the foot of every page of a report. Replace it by your own notice',
    'text',
  ],
  REPORT_PAPER: ['a4', 'Paper size', 'a4 or letter'],
  RENDER_PROCESSES: ['', 'Maximum number of render processes; one per core if unset', [1, 64]],
  CACHE_MEMORY_MB: ['100', 'Maximum size of the editions in memory, in MB', [1, 65_536]],
  TASK_TIMEOUT_SECONDS: [
    '300',
    'Time limit of a render in seconds, unless the request sets another',
    [1, 3600],
  ],
  METRICS_RETENTION_HOURS: ['168', 'Hours that metrics are kept', [1, 87_600]],
  CACHE_DISK_MB: [
    '1000',
    'Maximum size on the disk of editions that no snapshot needs, in MB',
    [0, 100_000_000],
  ],
  CACHE_DISK_DAYS: ['30', 'Days that such an edition is kept after its last use', [0, 36_500]],
  TASK_RETENTION_DAYS: ['30', 'Days that finished tasks are kept; their snapshots remain', [1, 36_500]],
  CLEANUP_AT: ['02:00', 'Time of the daily clean-up', 'time HH:MM'],
  TIMEZONE: ['UTC', 'Time zone of the daily clean-up: an IANA name such as Europe/Athens', 'time zone'],
  METRICS_TOKEN: ['', 'Bearer token for /metrics; if unset, only local programs can read it', 'secret'],
  LOG_LEVEL: [
    'info',
    'Lowest level that is logged: fatal, error, warn, info, debug, trace or silent',
    'log level',
  ],
  LOG_FORMAT: ['', 'Format of the log; if unset, text on a terminal and json elsewhere', 'json or text'],
  CORS_ORIGINS: ['', 'Origins of browser applications that may call the API, separated by commas', 'list'],
  REQUESTS_PER_MINUTE: ['6000', 'Requests per minute that one address may send', [1, 100_000_000]],
  MAX_EVENT_LOOP_DELAY_MS: [
    '2000',
    'Event loop delay in milliseconds above which the server rejects requests with 503',
    [50, 600_000],
  ],
  MAX_STALL_SECONDS: [
    '30',
    'Seconds for which a client may read nothing of a response; then the server disconnects it',
    [1, 3600],
  ],
  PROXIES: [
    '0',
    'Number of reverse proxies in front of the server whose X-Forwarded-For is trusted',
    [0, 10],
  ],
} as const satisfies Record<string, Setting>;

/** The setting that keeps its conventional name, without the prefix. */
export const DATABASE_URL = [
  '',
  'PostgreSQL server (15 or newer), instead of the embedded database',
  'postgres://…',
] as const satisfies Setting;

/** Old names of settings, accepted for one more version. */
export const RENAMED_SETTINGS = {
  MOST_LAG_MS: 'MAX_EVENT_LOOP_DELAY_MS',
  TSA_PATIENCE_HOURS: 'TSA_MAX_WAIT_HOURS',
} as const satisfies Record<string, keyof typeof SETTINGS>;
