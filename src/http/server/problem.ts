import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorKind } from '../../platform/kernel/errors.ts';
import { refusalOf } from '../schema/text-pattern.ts';
import { noteAllowedMethods } from './allowed-methods.ts';
import type { ProblemResponse } from './problem-response.ts';

const STATUS: Record<ErrorKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  invalid: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  storage_full: 507,
};

/** The parts of a request, as the reference names them. */
const PLACES: Record<string, string> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'header',
};

interface Problem {
  status: number;
  code: string;
  detail: ProblemResponse['detail'];
  retryAfterSeconds?: number | undefined;
}

/** Answers every error as an RFC 9457 problem document; what is not ours to tell stays in the log. */
export function answerErrors(app: FastifyInstance): void {
  const allowedMethods = noteAllowedMethods(app);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => {
    const allowed = allowedMethods(request.url).join(', ');
    if (allowed === '') {
      return sendProblem(request, reply, { status: 404, code: 'route_not_found', detail: 'Not Found' });
    }
    const detail = `This path does not take ${request.method}. It takes: ${allowed}.`;
    reply.header('allow', allowed);
    return sendProblem(request, reply, { status: 405, code: 'method_not_allowed', detail });
  });
}

/** Answers one error. The framework also calls this for requests that it cannot assign to any route. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error);
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
  else request.log.debug({ err: error }, 'request refused');
  return sendProblem(request, reply, problem);
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, code, detail, retryAfterSeconds } = problem;
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterSeconds)));
  return reply
    .code(status)
    .header('x-request-id', request.id)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: STATUS_CODES[status],
        status,
        code,
        detail,
        request_id: request.id,
      }),
    );
}

function toProblem(error: FastifyError | AppError): Problem {
  if (error instanceof AppError) {
    const { kind, code, message, retryAfterSeconds } = error;
    return { status: STATUS[kind], code, detail: message, retryAfterSeconds };
  }
  if (error.validation) {
    const where = PLACES[error.validationContext ?? 'body'] ?? 'body';
    const detail = faultsOf(error.validation).map(({ keyword, instancePath, message, params }) => ({
      type: keyword === 'required' ? 'missing' : keyword,
      loc: [where, ...instancePath.split('/').slice(1), ...namedProperty(params)],
      msg: refusalOf(params.pattern) ?? message ?? 'This value is not valid.',
    }));
    return { status: 422, code: 'invalid_request', detail };
  }
  return fromForeignError(error);
}

type Faults = NonNullable<FastifyError['validation']>;

/** Without what is only said because a field could also be null: that is never what somebody meant to send. */
function faultsOf(all: Faults): Faults {
  const faults = all.filter(
    ({ keyword, params }) => keyword !== 'anyOf' && !(keyword === 'type' && params.type === 'null'),
  );
  return faults.length > 0 ? faults : all;
}

const namedProperty = (params: Record<string, unknown>): string[] =>
  [params.missingProperty, params.additionalProperty].filter((name) => typeof name === 'string');

/** Error codes of connections, and classes 08 and 57P of PostgreSQL: broken, refused, shutting down, starting. */
const LOST_CONNECTION = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08\d{3}|57P0[1-3])$/;

/** What the driver says of a connection that broke, and of whatever is asked of it afterwards. */
const BROKEN_CONNECTION = /^Connection terminated|^Client has encountered a connection error/;

const isLostConnection = ({ code, message }: { code?: string; message: string }): boolean =>
  LOST_CONNECTION.test(code ?? '') || BROKEN_CONNECTION.test(message);

/** What the parser of forms says of one that is cut off or makes no sense; its errors have no code. */
const BROKEN_FORM = /end of multipart data$|^Multipart: |^The needle /;

/** Errors of the web framework and of the operating system. */
function fromForeignError(error: FastifyError & { code?: string }): Problem {
  if (error.code === 'ENOSPC' || error.code === '53100') {
    return {
      status: 507,
      code: 'storage_full',
      detail: 'The disk is full. Nothing was changed; try again later.',
    };
  }
  if (isLostConnection(error)) {
    const detail = 'The database cannot be reached. Nothing was changed; try again shortly.';
    return { status: 503, code: 'database_unavailable', detail, retryAfterSeconds: 2 };
  }
  if (BROKEN_FORM.test(error.message)) {
    return { status: 422, code: 'malformed_body', detail: 'The form is broken, or did not arrive whole.' };
  }
  const status = error.statusCode ?? 500;
  if (status === 400) return { status: 422, code: 'malformed_body', detail: error.message };
  if (status > 400 && status < 500) return { status, code: codeOf(status), detail: error.message };
  return { status: 500, code: 'internal_error', detail: 'Internal server error' };
}

/** The standard name of a status as a code of ours: 415 is `unsupported_media_type`. */
const codeOf = (status: number): string =>
  (STATUS_CODES[status] ?? 'refused').toLowerCase().replace(/\W+/g, '_');
