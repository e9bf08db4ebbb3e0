import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { RunningServer } from '../../src/app/serve.ts';

interface HalfRequest {
  method: string;
  /** Below `/api/v1`, or whole if it begins with that. */
  path: string;
  token: string;
  type: string;
  body: Buffer;
  headers?: Record<string, string>;
}

export interface ArrivedHalf {
  /** Sends the rest. */
  finish(): void;
  answer: Promise<{ status: number; code: string | undefined }>;
}

/**
 * Sends the head of a request and the first byte of its body. Resolves as soon as the server reads the body, which is
 * after it has let the user in, or as soon as it has answered.
 */
export async function sendHalf(
  { address, http }: RunningServer,
  { method, path, token, type, body, headers = {} }: HalfRequest,
): Promise<ArrivedHalf> {
  const { hostname, port, host } = new URL(address);
  const id = randomUUID();
  const reading = Promise.withResolvers<unknown>();
  const onRequest = (request: IncomingMessage) => {
    if (request.headers['x-half'] === id) request.once('resume', reading.resolve);
  };
  http.server.on('request', onRequest);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const answer = text(socket).then(parse);
  const head = [
    `${method} ${path.startsWith('/api/v1') ? path : `/api/v1${path}`} HTTP/1.1`,
    ...[`Host: ${host}`, 'Connection: close', `X-Half: ${id}`, `Authorization: Bearer ${token}`],
    ...[`Content-Type: ${type}`, `Content-Length: ${body.length}`],
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(body.subarray(0, 1));
  await Promise.race([reading.promise, answer]);
  http.server.off('request', onRequest);
  return { finish: () => void socket.write(body.subarray(1)), answer };
}

function parse(message: string): { status: number; code: string | undefined } {
  const [head = '', ...rest] = message.split('\r\n\r\n');
  const content = rest.join('\r\n\r\n');
  const isProblem = head.toLowerCase().includes('application/problem+json');
  const code = isProblem
    ? JSON.parse(content.slice(content.indexOf('{'), content.lastIndexOf('}') + 1)).code
    : undefined;
  return { status: Number(head.split(' ')[1]), code };
}
