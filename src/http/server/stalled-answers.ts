import type { FastifyInstance } from 'fastify';

/**
 * Ends answers that make no progress: for a while, the client has taken nothing of what waits for it. An answer that
 * the server has not begun, or that waits for events, is not ended.
 */
export function endStalledAnswers(app: FastifyInstance, maxStallMs: number): void {
  app.addHook('onRequest', (request, { raw }, done) => {
    // Node.js calls this only if the system has taken nothing of the data either.
    raw.setTimeout(maxStallMs, (socket?: { writableLength: number; destroy(): void }) => {
      if (!socket || socket.writableLength === 0) return;
      request.log.info({ max_stall_ms: maxStallMs }, 'answer ended: the client did not read it');
      socket.destroy();
    });
    done();
  });
}
