import { once } from 'node:events';
import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one request on its way. Undefined lets it pass. */
type Fault = (request: IncomingMessage, response: ServerResponse, upstream: Upstream) => unknown;

interface Upstream {
  /** Sends the request on with another body. */
  send(body: Buffer): Promise<IncomingMessage>;
}

/** A way to a server over HTTP on which requests and answers go wrong. */
export interface S3Proxy extends AsyncDisposable {
  /** With the keys of the server. */
  readonly url: string;
  /** The requests so far, such as `PUT files/v1/probe`. */
  readonly seen: string[];
  /** Returns what goes wrong with a request. */
  fault: (request: IncomingMessage) => Fault | undefined;
}

/** @param url of the server, with its keys */
export async function openS3Proxy(url: string): Promise<S3Proxy> {
  const { hostname, port, username, password } = new URL(url);
  const server = createServer(async (request, response) => {
    proxy.seen.push(`${request.method} ${(request.url ?? '').replace(/^\/[^/]+\/|\?.*$/g, '')}`);
    const fault = proxy.fault(request) ?? passOn;
    await fault(request, response, {
      send: (body) => sendOn(request, body, { hostname, port }),
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: S3Proxy = {
    url: `http://${username}:${password}@127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    fault: () => undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

/** The host stays as it was: it is signed. */
async function sendOn(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  server: { hostname: string; port: string },
): Promise<IncomingMessage> {
  const { expect: _, ...others } = headers;
  const length = method === 'PUT' ? { 'content-length': body.length } : {};
  const upstream = requestOf({
    ...server,
    method,
    path: url,
    headers: { ...others, ...length },
    agent: false,
  });
  upstream.end(body);
  const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
  return answer;
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => Buffer.concat(await request.toArray());

function answerWith(answer: IncomingMessage, response: ServerResponse): ServerResponse {
  return response.writeHead(answer.statusCode ?? 500, answer.headers);
}

const passOn: Fault = async (request, response, upstream) => {
  const answer = await upstream.send(await bodyOf(request));
  answer.pipe(answerWith(answer, response));
};

/** Answers with an error in the form of S3. */
export const errorAnswer =
  (status: number, code: string, more = ''): Fault =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message>${more}</Error>`);
  };

/** Says that it has stored the object, and has not. */
export const lie: Fault = async (request, response) => {
  await bodyOf(request);
  response.writeHead(200).end();
};

/** Changes the last byte of the object on its way. */
export const spoilUpload: Fault = async (request, response, upstream) => {
  const body = await bodyOf(request);
  const answer = await upstream.send(Buffer.from(body.with(-1, (body.at(-1) ?? 0) ^ 1)));
  answer.pipe(answerWith(answer, response));
};

/** Breaks the connection after some bytes of the body of an answer. */
export const cutAnswer =
  (bytes: number): Fault =>
  async (request, response, upstream) => {
    const answer = await upstream.send(await bodyOf(request));
    answerWith(answer, response);
    const body = await bodyOf(answer);
    if (bytes === 0) response.flushHeaders();
    response.write(body.subarray(0, bytes), () => response.destroy());
  };

/** Never answers. */
export const hang: Fault = (request) => void request.resume();
