import { type Logger, pino } from 'pino';

/**
 * What drivers hang on their errors, such as connections and the values of a query, is large and may be
 * secret: the log gets what names the fault. The stack tells of the causes too.
 */
function describeError(error: Error): object {
  const { type, message, stack, code, kind } = pino.stdSerializers.err(error);
  return { type, message, stack, code, kind };
}

/** The log goes to stderr: stdout is for what a person or a script asked for. */
export const createLog = (level: string): Logger =>
  pino(
    {
      level,
      redact: ['req.headers.authorization', 'password', 'token'],
      base: null,
      serializers: { err: describeError },
    },
    pino.destination({ dest: 2, sync: false }),
  );
