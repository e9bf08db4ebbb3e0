import { type DestinationStream, type Logger, pino } from 'pino';
import { readableLines } from './readable-log.ts';

/**
 * Describes an error. Properties that drivers add, such as connections and values of a query, are left out: they are
 * large and may be secret. The log contains the properties that identify the error, and the stack with its causes.
 */
function describeError(error: Error): object {
  const { type, message, stack, code, kind } = pino.stdSerializers.err(error);
  return { type, message, stack, code, kind };
}

export interface LogOptions {
  level: string;
  /** One JSON object a line for programs, or text for people. */
  format: 'json' | 'text';
}

/** Creates the log. It writes to stderr, because stdout is for the output of commands. */
export const createLog = (
  { level, format }: LogOptions,
  destination: DestinationStream = pino.destination({ dest: 2, sync: false }),
): Logger =>
  pino(
    {
      level,
      redact: ['req.headers.authorization', 'password', 'token'],
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    format === 'json' ? destination : readableLines(destination),
  );
