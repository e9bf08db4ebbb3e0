import { Readable } from 'node:stream';
import type { Bucket } from './bucket.ts';
import { storeFailure } from './s3-error.ts';

interface ObjectPart {
  key: string;
  first: number;
  /** May lie beyond the end. */
  last: number | undefined;
}

/** In a row, without a byte in between. */
const MAX_BREAKS = 3;

/**
 * The bytes of an object, or of a part of it. If the connection breaks, or a reader is so slow that the server closes
 * it, the stream goes on after the last byte that arrived. Fails with an AppError.
 */
export class ObjectStream extends Readable {
  readonly #bucket: Bucket;
  readonly #part: ObjectPart;
  #body: Readable;
  #received = 0;
  readonly #size: number;
  #breaks = 0;

  private constructor(bucket: Bucket, part: ObjectPart, body: Readable, size: number) {
    super();
    this.#bucket = bucket;
    this.#part = part;
    this.#size = size;
    this.#body = this.#follow(body);
  }

  /** Returns `undefined` if the object is missing. */
  static async open(
    bucket: Bucket,
    key: string,
    first = 0,
    last?: number,
  ): Promise<ObjectStream | undefined> {
    const object = await bucket.get(key, first, last);
    return object && new ObjectStream(bucket, { key, first, last }, object.body, object.size);
  }

  override _read(): void {
    this.#body.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#body.destroy();
    done(error);
  }

  #follow(body: Readable): Readable {
    body.on('data', (bytes: Buffer) => {
      this.#received += bytes.length;
      this.#breaks = 0;
      if (!this.push(bytes)) body.pause();
    });
    body.on('error', (error) => this.#goOn(error));
    body.on('end', () => {
      if (this.#received >= this.#size) this.push(null);
      else this.#goOn(new Error('An answer of the file store ended early.'));
    });
    return body.pause();
  }

  #goOn(error: Error): void {
    if (this.destroyed) return;
    if (++this.#breaks > MAX_BREAKS) return void this.destroy(storeFailure(error));
    this.#reopen().catch((failure: unknown) => this.destroy(storeFailure(failure)));
  }

  async #reopen(): Promise<void> {
    const { key, first, last } = this.#part;
    const object = await this.#bucket.get(key, first + this.#received, last);
    if (!object) throw storeFailure(new Error('An object was removed while it was being read.'));
    if (this.destroyed) return void object.body.destroy();
    this.#body = this.#follow(object.body);
    this.#body.resume();
  }
}
