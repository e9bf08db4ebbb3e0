import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut. */
interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** How often somebody has tried to come through since it was cut. */
  attempts(): number;
  /** Breaks every connection, and each new one at once. */
  cut(): void;
  /** Does so as soon as the answer to a message with this text is there, which goes no further. */
  cutAtAnswerTo(text: string): void;
  mend(): void;
}

/** Opens a way to an address. */
export async function openTcpProxy(host: string, port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let attempts = 0;
  let lastMessage: string | undefined;
  const proxy = createServer((near) => {
    attempts++;
    if (isCut) return void near.destroy();
    const far = connect(port, host);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => sockets.delete(socket) && other.destroy());
      socket.pipe(other);
    }
    near.on('data', (message) => {
      if (lastMessage === undefined || !message.includes(lastMessage)) return;
      far.unpipe(near);
      far.once('data', cut).resume();
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const cut = () => {
    isCut = true;
    attempts = 0;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (proxy.address() as AddressInfo).port,
    attempts: () => attempts,
    cut,
    cutAtAnswerTo(text) {
      lastMessage = text;
    },
    mend() {
      isCut = false;
      lastMessage = undefined;
    },
    async [Symbol.asyncDispose]() {
      cut();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
