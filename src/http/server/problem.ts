import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { outsideFailure } from '../../platform/db/outside-failure.ts';
import type { AppError, ErrorKind } from '../../platform/kernel/errors.ts';
import { refusalOf } from '../schema/text-pattern.ts';
import { noteAllowedMethods } from './allowed-methods.ts';
import type { ProblemResponse } from './problem-response.ts';
import { STATUS_CODES } from './status-names.ts';

const STATUS: Record<ErrorKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  too_slow: 408,
  conflict: 409,
  precondition_failed: 412,
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
  details?: AppError['details'];
  retryAfterSeconds?: number | undefined;
}

/** Converts every error to an RFC 9457 problem document. Internal details stay in the log. */
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
  const { status, code, detail, details, retryAfterSeconds } = problem;
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
        details,
        request_id: request.id,
      }),
    );
}

function toProblem(error: FastifyError | AppError): Problem {
  const known = outsideFailure(error);
  if (known) {
    const { kind, code, message, details, retryAfterSeconds } = known;
    return { status: STATUS[kind], code, detail: message, details, retryAfterSeconds };
  }
  return fromFramework(error as FastifyError);
}

function fromFramework(error: FastifyError): Problem {
  if (error.validation) {
    const where = PLACES[error.validationContext ?? 'body'] ?? 'body';
    const detail = faultsOf(error.validation).map(({ keyword, instancePath, message, params }) => ({
      type: keyword === 'required' ? 'missing' : keyword,
      loc: [where, ...instancePath.split('/').slice(1), ...namedProperty(params)],
      msg: refusalOf(params.pattern) ?? message ?? 'This value is not valid.',
    }));
    return { status: 422, code: 'invalid_request', detail };
  }
  // An error without a status is a fault of the server.
  const status = error.statusCode ?? 500;
  if (status === 400) return { status: 422, code: 'malformed_body', detail: error.message };
  if (status > 400 && status < 500) return { status, code: codeOf(status), detail: error.message };
  return { status: 500, code: 'internal_error', detail: 'Internal server error' };
}

type Faults = NonNullable<FastifyError['validation']>;

/** Leaves out faults that exist only because a field could also be null. Nobody means to send null. */
function faultsOf(all: Faults): Faults {
  const faults = all.filter(
    ({ keyword, params }) => keyword !== 'anyOf' && !(keyword === 'type' && params.type === 'null'),
  );
  return faults.length > 0 ? faults : all;
}

const namedProperty = (params: Record<string, unknown>): string[] =>
  [params.missingProperty, params.additionalProperty].filter((name) => typeof name === 'string');

/** Returns the code of a status, made of its standard name: 415 is `unsupported_media_type`. */
const codeOf = (status: number): string =>
  (STATUS_CODES[status] ?? 'refused').toLowerCase().replace(/\W+/g, '_');
