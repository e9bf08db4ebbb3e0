import type { FastifyReply, FastifyRequest } from 'fastify';
import { type TProperties, type TSchema, Type } from 'typebox';

const KEEP_ALIVE_MS = 15_000;
/** A client with more unread data is disconnected. It can reconnect and resume. */
const MAX_UNREAD_BYTES = 1_000_000;
/** The time for a client to read the rest after the end. */
const LINGER_MS = 5_000;

const MEDIA_TYPE = 'text/event-stream';

/** Returns the schema of one event of a stream: its name, and its data as JSON. */
export const StreamedEvent = <Name extends string, Data extends TProperties>(name: Name, data: Data) =>
  Type.Object({ event: Type.Enum([name]), data: Type.Object(data) });

/** Returns the response of a route that opens an event stream. The schema describes each event of the stream. */
export const EventStreamResponse = (description: string, event: TSchema) => ({
  description,
  content: { [MEDIA_TYPE]: { schema: event } },
});

/** Event ids are whole numbers in the range of the database. */
const EVENT_ID = /^\d{1,9}$/;

/**
 * Returns the last id that a reconnecting client received. It is 0 for a new client, or for an id that this server
 * never sent.
 */
export function lastEventId({ headers }: FastifyRequest): number {
  const id = headers['last-event-id'];
  return typeof id === 'string' && EVENT_ID.test(id) ? Number(id) : 0;
}

interface AnyEvent {
  event: string;
  data: object;
}

export interface EventStream<Event extends AnyEvent = AnyEvent> {
  /** Sends one event. The client returns the last `id` as `Last-Event-ID` when it reconnects. */
  send(event: Event & { id?: number }): void;
  /** Sends a comment, by which the client sees that the stream is alive. */
  stillHere(): void;
  end(): void;
}

interface StreamEnds {
  /** Ends the stream. */
  stopping: AbortSignal;
  /** Runs once, whichever side ends the stream. */
  closed: () => void;
}

/** Opens a stream of server-sent events. */
export function openEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  { stopping, closed }: StreamEnds,
): EventStream {
  const { raw } = reply.hijack();
  raw.writeHead(200, {
    ...reply.getHeaders(),
    'content-type': MEDIA_TYPE,
    'cache-control': 'no-store',
    // A kept-alive connection would delay the shutdown.
    connection: 'close',
    'x-accel-buffering': 'no',
    'x-request-id': request.id,
  } as Record<string, string>);
  raw.write('retry: 1000\n\n');
  // Every failure here closes the stream, and needs no other handling.
  raw.on('error', () => {});
  let lingering: NodeJS.Timeout | undefined;
  const end = () => {
    raw.end();
    lingering ??= setTimeout(() => raw.destroy(), LINGER_MS).unref();
  };
  if (request.method === 'HEAD') end();
  // A client that does not read the data would not read the end either.
  const stop = () => void (raw.writableLength > 0 ? raw.destroy() : raw.end());
  stopping.addEventListener('abort', stop);
  const close = () => {
    clearTimeout(lingering);
    stopping.removeEventListener('abort', stop);
    closed();
  };
  // The client may have disconnected during authentication.
  if (raw.closed) process.nextTick(close);
  else raw.once('close', close);
  return {
    send({ id, event, data }) {
      if (raw.writableEnded) return;
      const place = id === undefined ? '' : `id: ${id}\n`;
      raw.write(`${place}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      if (raw.writableLength > MAX_UNREAD_BYTES) raw.destroy();
    },
    stillHere: () => void (raw.writableEnded || raw.write(': still here\n\n')),
    end,
  };
}

/** Keeps a quiet stream alive, until the returned function is called. */
export function keepAlive({ stillHere }: Pick<EventStream, 'stillHere'>): () => void {
  const timer = setInterval(stillHere, KEEP_ALIVE_MS);
  return () => clearInterval(timer);
}
