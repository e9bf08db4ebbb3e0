import { type Logger, pino } from 'pino';

/** The log goes to stderr: stdout is for what a person or a script asked for. */
export const createLog = (level: string): Logger =>
  pino(
    { level, redact: ['req.headers.authorization', 'password', 'token'], base: null },
    pino.destination({ dest: 2, sync: false }),
  );
