import { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { createLog } from '../../src/cli/log.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it knows is there
type Line = Record<string, any>;

/** The log of a server as operators configure it, read line by line. */
export interface CapturedLog {
  log: Logger;
  /** Every line so far, in order. */
  lines(): Line[];
  /** Those with a message. */
  of(message: string): Line[];
}

export function captureLog(): CapturedLog {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const lines = () =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line): Line => JSON.parse(line));
  return {
    log: createLog({ level: 'debug', format: 'json' }, stream),
    lines,
    of: (message) => lines().filter(({ msg }) => msg === message),
  };
}
