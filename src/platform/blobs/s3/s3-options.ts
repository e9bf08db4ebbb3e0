/** A bucket, and how to use it. */
export interface S3Options {
  /** The address of the server. If undefined, it is the one of Amazon for the region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  /** The start of every key: empty, or with a slash at its end. */
  readonly prefix: string;
  /** Whether the bucket stands in the path of an address, and not in the name of the host. */
  readonly pathStyle: boolean;
  /** If undefined, the SDK looks for them where it always does: environment, files, roles of the machine. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** How the server encrypts objects: `AES256`, `aws:kms`, or the ARN of a key of KMS. */
  readonly encryption: string | undefined;
  /** PEM file with certificates that are trusted in addition. */
  readonly caFile: string | undefined;
  /** `sha256` also sends `x-amz-checksum-sha256`, which some servers reject. */
  readonly checksums: 'sha256' | 'md5';
}
