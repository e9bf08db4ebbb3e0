import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** Headers that proxies add. */
const FORWARDING = ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'x-real-ip', 'via'];

/**
 * Returns whether the client named this machine itself as the host, and no proxy passed the request on. The page of
 * another site fails this check, even if it made its own name point at this machine (DNS rebinding).
 */
export const namesThisMachine = ({ headers, hostname }: FastifyRequest): boolean =>
  (hostname === 'localhost' || isLoopback(hostname.replace(/^\[(.*)\]$/, '$1'))) &&
  FORWARDING.every((name) => headers[name] === undefined);

/** Returns whether an address is one of this machine. */
export const isLoopback = (address: string): boolean =>
  address === '::1' || (isIP(address) > 0 && /^(::ffff:)?127\./.test(address));
