import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../platform/kernel/errors.ts';

interface ExpectedFile {
  /** Of the parser of forms. */
  limits: NonNullable<Parameters<FastifyRequest['file']>[0]>['limits'];
  /** The message for a request without the file. */
  missing: string;
}

/**
 * Calls `receive` with the multipart field `file` of a request, as a stream.
 * @throws AppError `file_missing`, `malformed_body`; and what `receive` throws
 */
export async function withMultipartFile<Result>(
  request: FastifyRequest,
  { limits, missing }: ExpectedFile,
  receive: (part: MultipartFile) => Promise<Result>,
): Promise<Result> {
  // The parser emits one error and destroys the stream with another, perhaps before this function has the stream.
  const failures: unknown[] = [];
  try {
    const part = request.isMultipart() ? await openFile(request, limits) : undefined;
    if (part?.fieldname !== 'file') throw new AppError('invalid', 'file_missing', missing);
    part.file.on('error', (error) => failures.push(error, part.file.errored));
    failures.push(part.file.errored);
    return await receive(part);
  } catch (error) {
    // The rest of the request must be read, or the client never reads the response.
    request.raw.unpipe().resume();
    throw failures.includes(error) ? malformedUnlessKnown(error) : error;
  }
}

const openFile = (request: FastifyRequest, limits: ExpectedFile['limits']) =>
  request.file({ ...(limits && { limits }) }).catch((error: unknown) => {
    throw malformedUnlessKnown(error);
  });

/**
 * Makes errors of the parser client errors. They have no status, unlike errors of the application and of the framework.
 */
const malformedUnlessKnown = (cause: unknown): unknown =>
  cause instanceof AppError || (cause instanceof Error && 'statusCode' in cause)
    ? cause
    : new AppError('invalid', 'malformed_body', 'The form is broken, or did not arrive whole.', { cause });
