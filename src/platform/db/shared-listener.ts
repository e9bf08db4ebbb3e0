import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { clientConfig, connected, type ServerAddress, ServerClient } from './server-client.ts';
import { LISTENING } from './session-limits.ts';

const RECONNECT_MS = 500;
/** How often the connection is tested. One that only receives does not notice that nothing can arrive. */
const TEST_MS = 5000;

type ListenerAddress = Pick<ServerAddress, 'url' | 'process'>;

interface Subscriber {
  onEvent: (payload: string) => void;
  onGap: () => void;
}

interface Connection {
  client: ServerClient;
  /** Resolves when the connection is lost. */
  broken: Promise<void>;
}

/** Listens to any number of channels on one connection. It opens on demand, and reopens when it breaks. */
export class SharedListener {
  readonly #address: ListenerAddress;
  readonly #stopping = new AbortController();
  readonly #channels = new Map<string, Set<Subscriber>>();
  #connection: Promise<Connection> | undefined;
  /** The last statement that was sent: a connection takes one at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(address: ListenerAddress) {
    this.#address = address;
  }

  /** Returns a function that stops listening. @throws the error of the connection if it cannot be opened */
  async listen(
    channel: string,
    onEvent: (payload: string) => void,
    onGap: () => void = () => {},
  ): Promise<() => Promise<void>> {
    const subscriber = { onEvent, onGap };
    this.#channels.set(channel, (this.#channels.get(channel) ?? new Set()).add(subscriber));
    try {
      await this.#send('listen', channel);
    } catch (error) {
      this.#leave(channel, subscriber);
      throw error;
    }
    return async () => {
      if (!this.#leave(channel, subscriber)) return;
      // If the connection is lost, the server has dropped the channel.
      await this.#send('unlisten', channel).catch(() => {});
    };
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await (await this.#connection?.catch(() => undefined))?.client.end();
  }

  #send(statement: 'listen' | 'unlisten', channel: string): Promise<unknown> {
    this.#connection ??= this.#openFirst();
    const done = Promise.all([this.#connection, this.#turn]).then(([{ client }]) =>
      send(client, `${statement} ${pg.escapeIdentifier(channel)}`),
    );
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Gives a silent connection up, so that it is replaced. */
  async #test({ client, broken }: Connection): Promise<void> {
    const timer = setInterval(() => {
      this.#turn = this.#turn.then(() => send(client, 'select 1')).catch(() => {});
    }, TEST_MS).unref();
    await broken;
    clearInterval(timer);
  }

  #open(): Promise<Connection> {
    return openConnection(this.#address, [...this.#channels.keys()], (channel, payload) => {
      for (const { onEvent } of this.#channels.get(channel) ?? []) onEvent(payload);
    });
  }

  async #openFirst(): Promise<Connection> {
    const first = await this.#open().catch((error) => {
      this.#connection = undefined;
      throw error;
    });
    this.#keepListening(first).catch(() => {});
    return first;
  }

  async #keepListening(current: Connection): Promise<void> {
    const { signal } = this.#stopping;
    await this.#test(current);
    let next: Connection | undefined;
    while (next === undefined) {
      await setTimeout(RECONNECT_MS, undefined, { ref: false, signal });
      next = await this.#open().catch(() => undefined);
    }
    if (signal.aborted) return next.client.end();
    this.#connection = Promise.resolve(next);
    for (const subscribers of this.#channels.values()) for (const { onGap } of subscribers) onGap();
    return this.#keepListening(next);
  }

  /** Returns whether the channel has no listener left. */
  #leave(channel: string, subscriber: Subscriber): boolean {
    const subscribers = this.#channels.get(channel);
    subscribers?.delete(subscriber);
    return subscribers?.size === 0 && this.#channels.delete(channel);
  }
}

const send = (client: ServerClient, statement: string): Promise<unknown> =>
  client.ask(statement, [], LISTENING.answerMs);

async function openConnection(
  address: ListenerAddress,
  channels: readonly string[],
  onEvent: (channel: string, payload: string) => void,
): Promise<Connection> {
  const client = new ServerClient(clientConfig({ ...address, purpose: 'listening', limits: LISTENING }));
  const broken = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  client.on('notification', ({ channel, payload }) => onEvent(channel, payload ?? ''));
  try {
    await connected(client.connect());
    for (const channel of channels) await send(client, `listen ${pg.escapeIdentifier(channel)}`);
    return { client, broken };
  } catch (error) {
    await client.end();
    throw error;
  }
}
