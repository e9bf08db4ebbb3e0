import { type Readable, Transform } from 'node:stream';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../platform/kernel/errors.ts';
import { countDelimiters } from './form-delimiters.ts';

/** What a route accepts as a form: one file, which is the part `file`, and some fields. */
export interface FormRules {
  /** The names of the fields. Each one is optional. */
  fields: readonly string[];
  /** The limit for the file, in bytes. */
  maxFileSize: number;
  /**
   * Called with the fields when the whole form has arrived.
   * @throws AppError for a form that cannot be accepted
   */
  accept(fields: ReadonlyMap<string, string>): Promise<void> | void;
}

export interface FormFile {
  /** As the client stated it. */
  name: string | undefined;
  /** The media type that the client stated. */
  type: string;
  /**
   * The bytes of the file. The stream ends only when the whole form was read and accepted, and fails otherwise. So a
   * store that keeps nothing of a failed stream keeps nothing of a refused form.
   */
  content: Readable;
}

type Part = MultipartFile | MultipartValue;

/** A file is sent as it is. Other encodings would have to be decoded. */
const PLAIN_ENCODINGS: readonly string[] = ['7bit', '8bit', 'binary'];
const MAX_FIELD_SIZE = 1000;

/**
 * Calls `receive` with the file of a form. The order of the parts does not matter. The form must contain nothing that
 * is unknown, repeated, empty, cut off or not understood, and the path no query.
 * @throws AppError `file_missing`, `file_empty`, `file_too_large`, `unknown_part`, `repeated_part`,
 * `unknown_parameter`, `malformed_body`, and what `accept` and `receive` throw
 */
export async function withForm<Result>(
  request: FastifyRequest,
  rules: FormRules,
  receive: (file: FormFile) => Promise<Result>,
): Promise<Result> {
  try {
    refuseQuery(request, rules);
    if (!request.isMultipart()) throw fileMissing(rules);
    const form = new Form(request, rules);
    return await receive(await form.openFile());
  } catch (error) {
    // The rest of the request must be read, or the client never reads the response.
    request.raw.unpipe().resume();
    throw error;
  }
}

/** One form that arrives. */
class Form {
  readonly #rules: FormRules;
  readonly #parts: AsyncIterator<Part>;
  readonly #delimiters: () => number;
  readonly #fields = new Map<string, string>();
  #seen = 0;

  constructor(request: FastifyRequest, rules: FormRules) {
    this.#rules = rules;
    // The parser skips parts that it does not understand, and all that follows the end of the form.
    this.#delimiters = countDelimiters(request);
    // One byte more than the limit shows that the file is too large. Each part is judged here, so the other
    // limits only bound what the parser keeps.
    const limits = { fileSize: rules.maxFileSize + 1, files: 2, fields: 20, fieldSize: MAX_FIELD_SIZE };
    this.#parts = request.parts({ limits });
  }

  /** Reads the parts before the file. */
  async openFile(): Promise<FormFile> {
    for (let part = await this.#next(); part !== undefined; part = await this.#next()) {
      if (part.type === 'field') this.#take(part);
      else if (part.fieldname !== 'file') throw fileMissing(this.#rules);
      else return this.#open(part);
    }
    throw fileMissing(this.#rules);
  }

  #open({ file, filename, mimetype }: MultipartFile): FormFile {
    let size = 0;
    const { maxFileSize } = this.#rules;
    const content = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        if (size <= maxFileSize) done(null, chunk);
        else done(fileTooLarge(maxFileSize));
      },
      flush: (done) => {
        this.#finish(size).then(() => done(), done);
      },
    });
    // The parser emits one error and destroys the stream with another, perhaps before it is handed over.
    const fail = (cause?: unknown) => void content.destroy(malformed(cause));
    file.on('error', fail);
    // Who reads later is told then. Until then, an error that nobody hears would end the process.
    content.on('error', () => {});
    file.once('close', () => file.readableEnded || fail(file.errored));
    content.once('close', () => file.destroy());
    if (file.errored) fail(file.errored);
    return { name: filename, type: mimetype, content: file.pipe(content) };
  }

  /** Reads the parts after the file. */
  async #finish(fileSize: number): Promise<void> {
    for (let part = await this.#next(); part !== undefined; part = await this.#next()) {
      if (part.type === 'field') this.#take(part);
      else throw part.fieldname === 'file' ? repeatedPart('file') : unknownPart(part.fieldname, this.#rules);
    }
    if (this.#delimiters() !== this.#seen + 1) throw malformed();
    if (fileSize === 0) throw new AppError('invalid', 'file_empty', 'The file is empty.');
    await this.#rules.accept(this.#fields);
  }

  async #next(): Promise<Part | undefined> {
    const { value, done } = await this.#parts.next().catch((cause) => {
      throw malformed(cause);
    });
    if (done) return undefined;
    this.#seen++;
    if (!PLAIN_ENCODINGS.includes(value.encoding)) throw malformed();
    return value;
  }

  #take({ fieldname, value, valueTruncated, fieldnameTruncated }: MultipartValue): void {
    if (fieldname === 'file') throw fileMissing(this.#rules);
    if (!this.#rules.fields.includes(fieldname)) throw unknownPart(fieldname, this.#rules);
    if (this.#fields.has(fieldname)) throw repeatedPart(fieldname);
    if (valueTruncated || fieldnameTruncated || typeof value !== 'string') throw malformed();
    this.#fields.set(fieldname, value);
  }
}

/** A form has all its values in its parts. A second value in the query could contradict them. */
function refuseQuery({ query }: FastifyRequest, { fields }: FormRules): void {
  const [name] = Object.keys(query as object);
  if (name === undefined) return;
  const text = fields.includes(name)
    ? `Send '${shown(name)}' as a part of the form, not in the address.`
    : `The parameter '${shown(name)}' is not known here.`;
  throw new AppError('invalid', 'unknown_parameter', text);
}

const namesOf = ({ fields }: FormRules): string => ['file', ...fields].map((name) => `'${name}'`).join(', ');

/** A name comes from the client, and may be missing. */
const shown = (name: string | undefined): string => (name ?? '').slice(0, 50);

const fileMissing = (rules: FormRules) =>
  new AppError(
    'invalid',
    'file_missing',
    `Send a form (multipart/form-data) with the file as the part 'file'. A form can have these parts: ${namesOf(rules)}.`,
  );

const fileTooLarge = (maxFileSize: number) =>
  new AppError('too_large', 'file_too_large', `The file is larger than ${maxFileSize} bytes.`);

const unknownPart = (name: string | undefined, rules: FormRules) =>
  new AppError(
    'invalid',
    'unknown_part',
    `The part '${shown(name)}' of the form is not known here. It can have these parts: ${namesOf(rules)}.`,
  );

const repeatedPart = (name: string) =>
  new AppError(
    'invalid',
    'repeated_part',
    `The part '${name}' of the form comes more than once. Send it once.`,
  );

const malformed = (cause?: unknown) =>
  new AppError(
    'invalid',
    'malformed_body',
    'The form is broken, or did not arrive whole. Nothing was stored.',
    { cause },
  );
