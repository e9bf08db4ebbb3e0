import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { paths } from '../contract/schema.d.ts';
import { ApiProblem, unreachable } from './api-problem.ts';
import { openApi } from './open-api.ts';

type Streams = {
  [Path in keyof paths]: paths[Path] extends {
    get: { responses: { 200: { content: { 'text/event-stream': infer Event } } } };
  }
    ? Event
    : never;
};

/** An event of the stream at a path, with parsed data. */
export type EventOf<Path extends keyof paths> = Streams[Path];

interface EventListener<Event> {
  /** @param id the id of the event, if it has one */
  onEvent(event: Event, id: string | undefined): void;
  /** Reports whether the stream is open. A closed stream is retried, with growing pauses. */
  connected(isOpen: boolean): void;
  /** Returns the id of the event after which a connection begins. */
  lastId(): string | undefined;
  /** The server rejected this account. The stream is not retried. */
  refused(problem: ApiProblem): void;
}

const PAUSES_MS = [1000, 2000, 5000, 15_000];
/** The server sends a comment every 5 seconds. A connection that is silent for longer is broken. */
export const SILENCE_MS = 12_000;

/**
 * Listens to server-sent events of the API. It uses fetch, because `EventSource` cannot send a token.
 * @returns a function that stops listening
 */
export function followEvents<Event>(path: string, listener: EventListener<Event>): () => void {
  const stopping = new AbortController();
  void follow(path, listener, stopping.signal);
  return () => stopping.abort();
}

async function follow<Event>(path: string, listener: EventListener<Event>, stop: AbortSignal): Promise<void> {
  let failures = 0;
  const onEvent = (event: Event, id: string | undefined) => {
    failures = 0;
    listener.onEvent(event, id);
  };
  while (!stop.aborted) {
    const problem = await listen({
      path,
      lastId: listener.lastId(),
      stop,
      opened: () => listener.connected(true),
      onEvent,
    }).catch((error: unknown) => (error instanceof ApiProblem ? error : unreachable()));
    if (stop.aborted) return;
    listener.connected(false);
    if (problem && !problem.isTransient) return listener.refused(problem);
    await pause(PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)] as number, stop);
  }
}

interface Listening<Event> {
  path: string;
  lastId: string | undefined;
  stop: AbortSignal;
  opened(): void;
  onEvent(event: Event, id: string | undefined): void;
}

/** Reads one connection to its end. @throws ApiProblem if the connection cannot be opened */
async function listen<Event>({ path, lastId, stop, opened, onEvent }: Listening<Event>): Promise<void> {
  const silent = new AbortController();
  const headers = new Headers({ accept: 'text/event-stream' });
  if (lastId !== undefined) headers.set('last-event-id', lastId);
  let timer = 0;
  const stillHere = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => silent.abort(), SILENCE_MS);
  };
  try {
    stillHere();
    const { body } = await openApi(path, { headers, signal: AbortSignal.any([stop, silent.signal]) });
    if (!body) return;
    opened();
    const events = body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream({ onComment: stillHere }))
      .getReader();
    for (;;) {
      stillHere();
      const { value, done } = await events.read();
      if (done) return;
      onEvent({ event: value.event, data: JSON.parse(value.data) } as Event, value.id);
    }
  } finally {
    clearTimeout(timer);
  }
}

const pause = (ms: number, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
