import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { AppError } from '../../kernel/errors.ts';
import { isBeyondEnd, isMissingObject, storeFailure } from './s3-error.ts';
import type { S3Options } from './s3-options.ts';

/** The digests that go with a body: the server can compare each of them with what arrived. */
export interface Digests {
  /** In hexadecimal, as the signature of a request states it. */
  sha256: string;
  /** In hexadecimal. */
  md5: string;
}

export interface ObjectUpload {
  body: Uint8Array | Readable;
  size: number;
  digests: Digests;
  /** The digest in `x-amz-checksum-sha256`, if it is another one. */
  checksum?: string;
  /** Whether an object of the key stays as it is. */
  onlyIfMissing: boolean;
}

/** What a server says of an object that it has stored. */
export interface StoredDigests {
  etag: string | undefined;
  /** In Base64. */
  sha256: string | undefined;
}

interface OpenObject {
  body: Readable;
  /** Bytes of the body. */
  size: number;
}

interface ListedObject {
  key: string;
  size: number;
}

/** The requests to one bucket. A missing object is `undefined`; every other failure is an AppError. */
export class Bucket {
  readonly #client: S3Client;
  readonly #name: string;
  readonly #prefix: string;
  readonly #encryption: Partial<PutObjectCommandInput>;
  readonly sendsChecksums: boolean;

  constructor(client: S3Client, { bucket, prefix, encryption, checksums }: S3Options) {
    this.#client = client;
    this.#name = bucket;
    this.#prefix = prefix;
    this.#encryption = encryptionOf(encryption);
    this.sendsChecksums = checksums === 'sha256';
  }

  /** @throws the error of the SDK: the caller knows which ones are answers */
  async put(
    key: string,
    { body, size, digests, checksum, onlyIfMissing }: ObjectUpload,
  ): Promise<StoredDigests> {
    const command = new PutObjectCommand({
      ...this.#encryption,
      ...this.#object(key),
      Body: body,
      ContentLength: size,
      ContentMD5: base64(digests.md5),
      ...(this.sendsChecksums && { ChecksumSHA256: base64(checksum ?? digests.sha256) }),
      ...(onlyIfMissing && { IfNoneMatch: '*' }),
    });
    signBody(command, digests.sha256);
    const { ETag: etag, ChecksumSHA256: sha256 } = await this.#client.send(command);
    return { etag, sha256 };
  }

  /**
   * Opens an object from a byte on.
   * @param last may lie beyond the end
   */
  async get(key: string, first = 0, last?: number): Promise<OpenObject | undefined> {
    const range = first > 0 || last !== undefined ? `bytes=${first}-${last ?? ''}` : undefined;
    try {
      const command = new GetObjectCommand({ ...this.#object(key), ...(range && { Range: range }) });
      const { Body, ContentLength = 0, ContentRange } = await this.#client.send(command);
      const body = Body as Readable;
      if (range === undefined || ContentRange?.startsWith(`bytes ${first}-`))
        return { body, size: ContentLength };
      body.destroy();
      throw new AppError(
        'internal',
        'storage_ignores_ranges',
        'The file store sends other bytes than it was asked for.',
      );
    } catch (error) {
      if (isBeyondEnd(error)) return { body: Readable.from([]), size: 0 };
      return isMissingObject(error) ? undefined : refuse(error);
    }
  }

  /** Returns the size of an object. */
  async sizeOf(key: string): Promise<number | undefined> {
    try {
      const { ContentLength } = await this.#client.send(new HeadObjectCommand(this.#object(key)));
      return ContentLength;
    } catch (error) {
      if (!isMissingObject(error)) throw storeFailure(error);
    }
    // The bucket itself may be missing: then nothing is known about the object.
    await this.requireReachable();
    return undefined;
  }

  /** Removes an object, which may be missing. */
  async remove(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#object(key))).catch(refuse);
  }

  /** Lists objects in the order of their keys, in pages of the size that the server likes. */
  async *list(prefix: string, pageSize: number): AsyncIterable<ListedObject[]> {
    let token: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: this.#name,
        Prefix: prefix,
        MaxKeys: pageSize,
        ...(token !== undefined && { ContinuationToken: token }),
      });
      const page = await this.#client.send(command).catch(refuse);
      yield (page.Contents ?? []).map(({ Key: key = '', Size: size = 0 }) => ({ key, size }));
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  /** @throws AppError if the bucket cannot be reached or read */
  async requireReachable(): Promise<void> {
    await this.list(this.#prefix, 1)[Symbol.asyncIterator]().next();
  }

  close(): void {
    this.#client.destroy();
  }

  #object(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#name, Key: key };
  }
}

function refuse(error: unknown): never {
  throw storeFailure(error);
}

const base64 = (digest: string): string => Buffer.from(digest, 'hex').toString('base64');

/** Puts a digest of the body under the signature. By itself the SDK reads all bytes again, or signs none of a stream. */
function signBody(command: PutObjectCommand, sha256: string): void {
  command.middlewareStack.add(
    (next) => (given) => {
      (given.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256;
      return next(given);
    },
    { step: 'build', name: 'signBody' },
  );
}

function encryptionOf(encryption: string | undefined): Partial<PutObjectCommandInput> {
  if (encryption === undefined) return {};
  if (encryption === 'AES256' || encryption === 'aws:kms') return { ServerSideEncryption: encryption };
  return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: encryption };
}
