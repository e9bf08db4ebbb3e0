import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut, or turned into a black hole. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** How often somebody has tried to come through since it was cut. */
  attempts(): number;
  /** Breaks every connection, and each new one at once. */
  cut(): void;
  /**
   * From now on takes all bytes and passes none on, in both directions and on new connections too. Neither side hears
   * when the other one closes its connection.
   */
  swallow(): void;
  /**
   * Acts once, as soon as the answer to a message with this text is there, and before it goes further. Resolves then.
   */
  atAnswerTo(text: string, act: () => void): Promise<void>;
  /** Lets new connections through again. */
  mend(): void;
}

/** The two ends of one connection. */
interface Link {
  near: Socket;
  far: Socket;
  isSwallowed: boolean;
}

/** Opens a way to an address. */
export async function openTcpProxy(host: string, port: number): Promise<TcpProxy> {
  const links = new Set<Link>();
  let state: 'open' | 'cut' | 'swallowing' = 'open';
  let attempts = 0;
  let watch: { text: string; act: () => void } | undefined;
  const proxy = createServer((near) => {
    attempts++;
    if (state === 'cut') return void near.destroy();
    const link: Link = { near, far: connect(port, host), isSwallowed: false };
    links.add(link);
    passOn(link, (message) => {
      if (!watch || !message.includes(watch.text)) return;
      const { act } = watch;
      watch = undefined;
      actAtNextAnswer(link, act);
    });
    if (state === 'swallowing') swallow(link);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const cut = () => {
    state = 'cut';
    attempts = 0;
    for (const { near, far } of links) for (const socket of [near, far]) socket.destroy();
    links.clear();
  };
  return {
    port: (proxy.address() as AddressInfo).port,
    attempts: () => attempts,
    cut,
    swallow() {
      state = 'swallowing';
      for (const link of links) swallow(link);
    },
    atAnswerTo: (text, act) =>
      new Promise((resolve) => {
        watch = {
          text,
          act: () => {
            act();
            resolve();
          },
        };
      }),
    mend() {
      state = 'open';
      watch = undefined;
    },
    async [Symbol.asyncDispose]() {
      cut();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

function passOn(link: Link, onMessage: (message: Buffer) => void): void {
  const { near, far } = link;
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    const end = () => {
      if (!link.isSwallowed) other.destroy();
    };
    socket.on('error', end).on('close', end).pipe(other);
  }
  near.on('data', onMessage);
}

function swallow(link: Link): void {
  link.isSwallowed = true;
  for (const socket of [link.near, link.far]) socket.unpipe().resume();
}

/** The answer goes further afterwards, if the connection still passes bytes on. */
function actAtNextAnswer(link: Link, act: () => void): void {
  const { near, far } = link;
  far.unpipe(near);
  far.once('data', (answer) => {
    act();
    if (link.isSwallowed || near.destroyed) return;
    near.write(answer);
    far.pipe(near);
  });
  far.resume();
}
