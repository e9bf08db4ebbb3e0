import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { connected, KEEP_ALIVE } from './server-connection.ts';

const RECONNECT_MS = 500;
interface Subscriber {
  onEvent: (payload: string) => void;
  onGap: () => void;
}

interface Connection {
  client: pg.Client;
  /** Resolves when nothing more will be heard. */
  broken: Promise<void>;
}

export interface SharedListener {
  /** Returns how to stop. @throws the error of the connection, if there is none now */
  listen(
    channel: string,
    onEvent: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Listens to any number of channels on one connection, made when it is first needed and anew whenever it breaks. */
export function createSharedListener(url: string): SharedListener {
  const stopping = new AbortController();
  const channels = new Map<string, Set<Subscriber>>();
  let connection: Promise<Connection> | undefined;

  const open = () =>
    openConnection(url, [...channels.keys()], (channel, payload) => {
      for (const { onEvent } of channels.get(channel) ?? []) onEvent(payload);
    });
  const openFirst = async () => {
    const first = await open().catch((error) => {
      connection = undefined;
      throw error;
    });
    keepListening(first).catch(() => {});
    return first;
  };
  // A connection takes one statement at a time.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (statement: string, channel: string): Promise<unknown> => {
    connection ??= openFirst();
    const done = Promise.all([connection, turn]).then(([{ client }]) =>
      client.query(`${statement} ${pg.escapeIdentifier(channel)}`),
    );
    turn = done.catch(() => {});
    return done;
  };
  const keepListening = async (current: Connection): Promise<void> => {
    await current.broken;
    let next: Connection | undefined;
    while (next === undefined) {
      await setTimeout(RECONNECT_MS, undefined, { ref: false, signal: stopping.signal });
      next = await open().catch(() => undefined);
    }
    if (stopping.signal.aborted) return next.client.end();
    connection = Promise.resolve(next);
    for (const subscribers of channels.values()) for (const { onGap } of subscribers) onGap();
    return keepListening(next);
  };
  const leave = (channel: string, subscriber: Subscriber): boolean => {
    const subscribers = channels.get(channel);
    subscribers?.delete(subscriber);
    return subscribers?.size === 0 && channels.delete(channel);
  };

  return {
    async listen(channel, onEvent, onGap = () => {}) {
      const subscriber = { onEvent, onGap };
      channels.set(channel, (channels.get(channel) ?? new Set()).add(subscriber));
      try {
        await inTurn('listen', channel);
      } catch (error) {
        leave(channel, subscriber);
        throw error;
      }
      return async () => {
        if (!leave(channel, subscriber)) return;
        // A connection that is lost has forgotten the channel by itself.
        await inTurn('unlisten', channel).catch(() => {});
      };
    },
    async close() {
      stopping.abort();
      await (await connection?.catch(() => undefined))?.client.end();
    },
  };
}

async function openConnection(
  url: string,
  channels: readonly string[],
  onEvent: (channel: string, payload: string) => void,
): Promise<Connection> {
  const client = new pg.Client({ connectionString: url, ...KEEP_ALIVE });
  const broken = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  client.on('notification', ({ channel, payload }) => onEvent(channel, payload ?? ''));
  try {
    await connected(client.connect());
    for (const channel of channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    return { client, broken };
  } catch (error) {
    await client.end();
    throw error;
  }
}
