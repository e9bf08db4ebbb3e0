import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Drops connections on which nothing was asked yet when the server stops, and the others with their next answer.
 * Node.js closes only those that had their answer before, and would wait a minute for the ones that browsers and
 * pools open for later.
 */
export function dropUnusedConnections(app: FastifyInstance): void {
  const unused = new Set<Socket>();
  let stopping = false;
  app.server.on('connection', (socket: Socket) => {
    if (stopping) return void socket.destroy();
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }) => unused.delete(socket));
  // Kept alive, a connection would be waited for until its client gives it up.
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close');
  });
  app.addHook('preClose', async () => {
    stopping = true;
    for (const socket of unused) socket.destroy();
  });
}
