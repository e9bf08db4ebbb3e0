import { OWN_ISSUER } from '../people/login/access-token.ts';
import type { S3Options } from '../platform/blobs/s3/s3-options.ts';
import { badSetting, type SettingReader } from './setting-reader.ts';

/** How tokens of an existing hub are verified. */
export interface HubConfig {
  readonly secret: string | undefined;
  readonly jwksUrl: string | undefined;
  readonly issuer: string;
  readonly audience: string;
  readonly emailClaim: string;
  readonly verifiedClaim: string;
}

/** Where the operator's own signing key is. Without one, the key is in the data folder. */
export interface SigningConfig {
  readonly p12Path: string | undefined;
  readonly keyPath: string | undefined;
  readonly certificatePath: string | undefined;
  readonly passphrase: string | undefined;
}

/** The RFC 3161 authority that stamps every seal, if the operator wants one. */
export interface TimeStampConfig {
  readonly authority: { readonly url: string; readonly certificatePath: string } | undefined;
  readonly maxWaitHours: number;
}

/** How reports look. The rendering checks it when it opens. */
export interface ReportConfig {
  readonly name: string;
  readonly logoPath: string | undefined;
  readonly accent: string;
  readonly notice: string;
  readonly paper: string;
}

export const readReport = (settings: SettingReader): ReportConfig => ({
  name: settings.text('REPORT_NAME'),
  logoPath: settings.optional('REPORT_LOGO'),
  accent: settings.text('REPORT_ACCENT'),
  notice: settings.text('REPORT_NOTICE'),
  paper: settings.text('REPORT_PAPER'),
});

/** @throws AppError `bad_setting` */
export const readTimeStamps = (settings: SettingReader): TimeStampConfig => ({
  authority: timeStampAuthority(settings.optional('TSA_URL'), settings.optional('TSA_CERTIFICATE')),
  maxWaitHours: settings.whole('TSA_MAX_WAIT_HOURS'),
});

/** Both settings or neither: without its certificates, nobody can check a time stamp. */
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

/**
 * Settings without effect are rejected, because the operator would believe that another key seals.
 * @throws AppError `bad_setting`
 */
export function readSigning(settings: SettingReader): SigningConfig {
  const p12Path = settings.optional('SIGNING_P12');
  const keyPath = settings.optional('SIGNING_KEY');
  const certificatePath = settings.optional('SIGNING_CERTIFICATE');
  const passphrase = settings.optional('SIGNING_PASSPHRASE');
  if (p12Path && (keyPath || certificatePath))
    throw badSetting('ROOMSHOT_SIGNING_P12', 'unset when key and certificate have files of their own');
  if (keyPath && !certificatePath)
    throw badSetting('ROOMSHOT_SIGNING_CERTIFICATE', 'a PEM file when ROOMSHOT_SIGNING_KEY is set');
  if (certificatePath && !keyPath)
    throw badSetting('ROOMSHOT_SIGNING_KEY', 'a PEM file when ROOMSHOT_SIGNING_CERTIFICATE is set');
  if (passphrase && !p12Path && !keyPath)
    throw badSetting('ROOMSHOT_SIGNING_PASSPHRASE', 'unset when no file of a key is set');
  return { p12Path, keyPath, certificatePath, passphrase };
}

/**
 * Without issuer and audience, the tokens that the hub issues for any other application would be valid here.
 * @throws AppError `bad_setting`
 */
export function readHub(settings: SettingReader): HubConfig | undefined {
  const secret = settings.optional('HUB_SECRET');
  const jwksUrl = settings.optional('HUB_JWKS_URL');
  if (secret && jwksUrl) throw badSetting('ROOMSHOT_HUB_SECRET', 'unset when ROOMSHOT_HUB_JWKS_URL is set');
  if (!secret && !jwksUrl) return refuseLoneHubSettings(settings);
  const issuer = settings.optional('HUB_ISSUER');
  const audience = settings.optional('HUB_AUDIENCE');
  const source = secret ? 'ROOMSHOT_HUB_SECRET' : 'ROOMSHOT_HUB_JWKS_URL';
  if (issuer === undefined) throw badSetting('ROOMSHOT_HUB_ISSUER', `a text when ${source} is set`);
  if (audience === undefined) throw badSetting('ROOMSHOT_HUB_AUDIENCE', `a text when ${source} is set`);
  if (issuer === OWN_ISSUER) {
    throw badSetting(
      'ROOMSHOT_HUB_ISSUER',
      `other than ${OWN_ISSUER}, the issuer of the tokens of this server`,
    );
  }
  const emailClaim = settings.text('HUB_EMAIL_CLAIM');
  return {
    secret,
    jwksUrl,
    issuer,
    audience,
    emailClaim,
    verifiedClaim: settings.text('HUB_VERIFIED_CLAIM'),
  };
}

function refuseLoneHubSettings(settings: SettingReader): undefined {
  const given = settings.given();
  const names = ['ISSUER', 'AUDIENCE', 'EMAIL_CLAIM', 'VERIFIED_CLAIM'].map((name) => `ROOMSHOT_HUB_${name}`);
  const lone = names.find((name) => given[name] !== undefined);
  if (lone !== undefined) throw badSetting(lone, 'unset when no secret or keys of a hub are set');
}

/**
 * The bucket of the files, if they do not lie in the data folder. Settings without effect are rejected, because the
 * operator would believe that the files are in the bucket.
 * @throws AppError `bad_setting`
 */
export function readS3(settings: SettingReader): S3Options | undefined {
  const bucket = settings.optional('S3_BUCKET');
  if (bucket === undefined) return refuseLoneS3Settings(settings);
  const endpoint = s3Endpoint(settings.optional('S3_ENDPOINT'));
  return {
    bucket,
    endpoint,
    region: settings.text('S3_REGION'),
    prefix: s3Prefix(settings.text('S3_PREFIX')),
    pathStyle: settings.optional('S3_PATH_STYLE') ? settings.flag('S3_PATH_STYLE') : endpoint !== undefined,
    credentials: s3Credentials(settings),
    encryption: s3Encryption(settings.optional('S3_ENCRYPTION')),
    caFile: settings.optional('S3_CA_FILE'),
    checksums: s3Checksums(settings.text('S3_CHECKSUMS')),
  };
}

function refuseLoneS3Settings(settings: SettingReader): undefined {
  const lone = Object.keys(settings.given()).find((name) => name.startsWith('ROOMSHOT_S3_'));
  if (lone !== undefined) throw badSetting(lone, 'unset when ROOMSHOT_S3_BUCKET is unset');
}

function s3Endpoint(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const { protocol = '', username, password, pathname, origin = '' } = URL.parse(url) ?? {};
  if (/^https?:$/.test(protocol) && !username && !password && pathname === '/') return origin;
  throw badSetting(
    'ROOMSHOT_S3_ENDPOINT',
    'an address such as https://s3.example.com, without keys and path',
  );
}

function s3Prefix(prefix: string): string {
  if (prefix.startsWith('/'))
    throw badSetting('ROOMSHOT_S3_PREFIX', 'without a slash at its start, such as roomshot/');
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

function s3Credentials(settings: SettingReader): S3Options['credentials'] {
  const accessKeyId = settings.optional('S3_ACCESS_KEY_ID');
  const secretAccessKey = settings.optional('S3_SECRET_ACCESS_KEY');
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey };
  if (secretAccessKey)
    throw badSetting('ROOMSHOT_S3_ACCESS_KEY_ID', 'set when ROOMSHOT_S3_SECRET_ACCESS_KEY is set');
  if (accessKeyId)
    throw badSetting('ROOMSHOT_S3_SECRET_ACCESS_KEY', 'set when ROOMSHOT_S3_ACCESS_KEY_ID is set');
  return undefined;
}

function s3Encryption(encryption: string | undefined): string | undefined {
  if (encryption === undefined || /^(AES256|aws:kms|arn:.+)$/.test(encryption)) return encryption;
  throw badSetting('ROOMSHOT_S3_ENCRYPTION', 'AES256, aws:kms or the ARN of a key');
}

function s3Checksums(checksums: string): S3Options['checksums'] {
  if (checksums === 'sha256' || checksums === 'md5') return checksums;
  throw badSetting('ROOMSHOT_S3_CHECKSUMS', 'sha256 or md5');
}
