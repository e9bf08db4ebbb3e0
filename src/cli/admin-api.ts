import { openRoomshot } from '../app/app.ts';
import type { Config } from '../app/config.ts';
import { placesIn } from '../app/data-folder.ts';
import { serveOperator } from '../app/serve.ts';
import { findOperatorEndpoint, type OperatorEndpoint } from '../http/server/operator-access.ts';
import type { ProblemResponse } from '../http/server/problem-response.ts';
import { AppError } from '../platform/kernel/errors.ts';
import { createLog } from './log.ts';

/** The administrator's part of the API, for a command. */
export interface AdminApi extends AsyncDisposable {
  /** `http://HOST:PORT` */
  readonly address: string;
  /** @throws AppError with what the server says when it refuses; `server_unreachable` if it does not answer */
  send(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Response>;
}

/** Converts the error of a locked data folder, for commands that open it. */
export function inUse(error: unknown): AppError {
  if (error instanceof AppError && error.code === 'folder_in_use') return error;
  throw error;
}

/** Reaches the server that runs on this data folder, or did when it was last seen; undefined if none does. */
export async function findRunningServer({
  dataFolder,
}: Pick<Config, 'dataFolder'>): Promise<AdminApi | undefined> {
  const endpoint = await findOperatorEndpoint(placesIn(dataFolder).operatorEndpoint);
  return endpoint && clientOf(endpoint, async () => {});
}

/**
 * Reaches the API of the server that runs on this data folder; if none does, of one in this process that only this
 * command can reach. So a command does the same either way.
 * @throws AppError `folder_in_use` if another program than a server uses the folder
 */
export async function openAdminApi(config: Config): Promise<AdminApi> {
  const log = createLog({ level: 'error', format: config.logFormat });
  const roomshot = await openRoomshot(config, log).catch(inUse);
  if (roomshot instanceof AppError) {
    const running = await findRunningServer(config);
    if (running) return running;
    throw roomshot;
  }
  await using opening = new AsyncDisposableStack();
  opening.use(roomshot);
  const { endpoint, close } = await serveOperator(config, roomshot);
  opening.defer(close);
  const parts = opening.move();
  return clientOf(endpoint, () => parts.disposeAsync());
}

const clientOf = ({ address, token }: OperatorEndpoint, close: () => Promise<void>): AdminApi => ({
  address,
  async send(method, path, body, signal) {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }).catch((cause) => unreachable(address, cause));
    // After a crash another program may have the address.
    if (!answer.headers.has('x-request-id')) return unreachable(address, answer);
    if (answer.ok) return answer;
    const { detail, code } = (await answer.json()) as ProblemResponse;
    throw new AppError('unavailable', code, typeof detail === 'string' ? detail : describeFaults(detail));
  },
  [Symbol.asyncDispose]: close,
});

function unreachable(address: string, cause: unknown): never {
  const message = `The server that was last seen at ${address} cannot be reached.`;
  throw new AppError('unavailable', 'server_unreachable', message, { cause });
}

/** Removes the name of the request field from a message, because a command has no request. */
const describeFaults = (faults: Exclude<ProblemResponse['detail'], string>): string =>
  faults.map(({ loc, msg }) => `${loc.slice(1).join('.') || 'The request'} ${msg}.`).join(' ');
