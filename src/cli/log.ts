import { type DestinationStream, type Logger, pino } from 'pino';
import { readableLines } from './readable-log.ts';

/**
 * What drivers hang on their errors, such as connections and the values of a query, is large and may be
 * secret: the log gets what names the fault. The stack tells of the causes too.
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

/** The log goes to stderr: stdout is for what a person or a script asked for. */
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
