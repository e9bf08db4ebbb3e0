import type { FastifyReply, FastifyRequest } from 'fastify';

const KEEP_ALIVE_MS = 15_000;

export interface EventStream {
  /** Sends one event; `id` is what the client gives back as `Last-Event-ID` when it comes again. */
  send(event: { id: number; name: string; data: object }): void;
  end(): void;
}

/** Opens a stream of server-sent events. `closed` runs once, whichever side ends it; `stopping` ends it too. */
export function openEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  stopping: AbortSignal,
  closed: () => void,
): EventStream {
  const { raw } = reply.hijack();
  raw.writeHead(200, {
    ...reply.getHeaders(),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-request-id': request.id,
  } as Record<string, string>);
  raw.write('retry: 1000\n\n');
  const keepAlive = setInterval(() => raw.write(': still here\n\n'), KEEP_ALIVE_MS);
  const end = () => void raw.end();
  stopping.addEventListener('abort', end);
  raw.once('close', () => {
    clearInterval(keepAlive);
    stopping.removeEventListener('abort', end);
    closed();
  });
  return {
    send: ({ id, name, data }) => raw.write(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
    end,
  };
}
