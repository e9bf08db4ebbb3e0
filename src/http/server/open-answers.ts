import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AccessControl, isStillAdmitted } from './access.ts';

/** Reports that users may have lost access. */
export interface Revocations {
  /**
   * Calls a listener with the room in which somebody may have lost access, or without one if that may be anywhere.
   * Returns a function that ends this.
   */
  onRevocation(listener: (roomId?: string) => void): () => void;
}

/** Tokens also expire while nothing happens. */
const RECHECK_MS = 60_000;

/**
 * Breaks off a file that is on its way to a user who loses the right to it. Other answers are sent at once, and event
 * streams do this themselves.
 */
export function endAnswersWithoutRights(
  app: FastifyInstance,
  accessControl: AccessControl,
  revocations: Revocations,
): void {
  app.addHook('onSend', async (request, reply, content) => {
    const isFile = content instanceof Readable || Buffer.isBuffer(content);
    if (isFile && request.signedIn) watch(accessControl, revocations, request, reply);
    return content;
  });
}

function watch(
  accessControl: AccessControl,
  { onRevocation }: Revocations,
  request: FastifyRequest,
  { raw }: FastifyReply,
): void {
  const recheck = () => {
    isStillAdmitted(accessControl, request).then(
      (admitted) => admitted || raw.writableFinished || raw.destroy(),
      (err) => request.log.warn({ err }, 'the rights to an open answer could not be read'),
    );
  };
  const timer = setInterval(recheck, RECHECK_MS).unref();
  const end = onRevocation((roomId) => {
    if (roomId === undefined || roomId === request.inRoom?.roomId) recheck();
  });
  raw.once('close', () => {
    clearInterval(timer);
    end();
  });
}
