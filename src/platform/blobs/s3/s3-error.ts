import { S3ServiceException } from '@aws-sdk/client-s3';
import { AppError } from '../../kernel/errors.ts';
import { storageFull, systemCodeOf } from '../../kernel/system-error.ts';

interface Fault {
  code: string;
  reason: string;
  /** The names of errors of S3, Ceph and the SDK, and codes of TLS. */
  names: readonly string[];
  statuses: readonly number[];
}

const RETRY_SECONDS = 10;

/** Errors that last until the operator does something. */
const FAULTS: readonly Fault[] = [
  {
    code: 'storage_wrong_region',
    reason:
      'The bucket of the file store is in another region. The operator must correct ROOMSHOT_S3_REGION.',
    names: ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'],
    statuses: [301, 307],
  },
  {
    code: 'storage_access_denied',
    reason:
      'The file store refuses access. The operator must check its keys, and that they may list the bucket and read, write and delete its objects.',
    names: ['CredentialsProviderError', 'TokenProviderError', 'ExpiredToken', 'InvalidToken'],
    statuses: [401, 403],
  },
  {
    code: 'storage_bucket_missing',
    reason: 'The bucket of the file store does not exist. The operator must create it or correct its name.',
    names: ['NoSuchBucket', 'InvalidBucketName'],
    statuses: [],
  },
  {
    code: 'storage_certificate',
    reason:
      'The certificate of the file store is not trusted. The operator must check ROOMSHOT_S3_ENDPOINT and ROOMSHOT_S3_CA_FILE.',
    names: [
      ...[
        'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        'UNABLE_TO_GET_ISSUER_CERT',
        'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      ],
      ...[
        'SELF_SIGNED_CERT_IN_CHAIN',
        'DEPTH_ZERO_SELF_SIGNED_CERT',
        'CERT_HAS_EXPIRED',
        'CERT_NOT_YET_VALID',
      ],
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    statuses: [],
  },
];
const FULL: readonly string[] = ['QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage'];
/** Time-outs, conflicts, failed conditions, too many requests. */
const PASSING: readonly number[] = [408, 409, 412, 429];

/**
 * Translates an error of the SDK. Everything but a full store is `unavailable`: the same request can succeed later, at
 * the latest when the operator has done what the message says. Keys and signed texts reach neither message nor log.
 */
export function storeFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const cause = withoutSecrets(error);
  if (FULL.includes(nameOf(error)) || statusOf(error) === 507) return storageFull(cause);
  const { code, reason } = faultOf(error) ?? OUTAGE;
  return new AppError('unavailable', code, `${reason} Try again later.`, {
    cause,
    reason,
    retryAfterSeconds: RETRY_SECONDS,
  });
}

/** Returns whether the same request can succeed a moment later, without anybody doing anything. */
export const isPassing = (error: unknown): boolean => faultOf(error) === undefined;

/** Returns the HTTP status of the answer, if there was one. */
const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/** Returns whether there is no object of that key. The answer to HEAD is the same if there is no bucket. */
export const isMissingObject = (error: unknown): boolean => ['NoSuchKey', 'NotFound'].includes(nameOf(error));

/** Returns whether an object ends before the range that was asked for. */
export const isBeyondEnd = (error: unknown): boolean => statusOf(error) === 416;

/** Returns whether an object of the key is there, or is being written by somebody else. */
export const isTaken = (error: unknown): boolean => [409, 412].includes(statusOf(error) ?? 0);

/** Returns whether other bytes arrived than were sent. */
export const isSpoiltOnTheWay = (error: unknown): boolean => SPOILT.includes(nameOf(error));

const SPOILT: readonly string[] = [
  ...['BadDigest', 'XAmzContentSHA256Mismatch', 'XAmzContentChecksumMismatch', 'IncompleteBody'],
];

/** Returns whether a server rejects a body, if it accepts the same request with the right digests. */
export const isDigestRefused = (error: unknown): boolean =>
  [400, 403].includes(statusOf(error) ?? 0) && nameOf(error) !== 'RequestTimeout';

const OUTAGE = {
  code: 'storage_unavailable',
  reason: 'The storage of the server cannot be used at the moment.',
};

function faultOf(error: unknown): Pick<Fault, 'code' | 'reason'> | undefined {
  const status = statusOf(error);
  const names = [nameOf(error), systemCodeOf(error)];
  const fault =
    FAULTS.find((known) => known.names.some((name) => names.includes(name))) ??
    FAULTS.find(({ statuses }) => statuses.includes(status ?? 0));
  if (fault) return fault;
  if (status === undefined || status < 400 || status >= 500 || PASSING.includes(status)) return undefined;
  if (names.includes('RequestTimeout')) return undefined;
  const reason = `The file store rejects a request (${nameOf(error)}). The operator must check its settings.`;
  return { code: 'storage_rejects', reason };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** The answers of some servers repeat the id of the key, the signature and the text that was signed. */
function withoutSecrets(error: unknown): Error {
  const status = statusOf(error);
  const request = error instanceof S3ServiceException ? error.$metadata.requestId : undefined;
  const words = [
    nameOf(error),
    systemCodeOf(error),
    status && `HTTP ${status}`,
    request && `request ${request}`,
  ];
  return new Error(`The file store failed: ${words.filter(Boolean).join(', ') || 'no answer'}.`);
}
