import { pino } from 'pino';
import { type Config, readConfig } from '../../src/app/config.ts';

/** The password of every demonstration account in tests. */
export const PASSWORD = 'correct horse battery';

/** What goes wrong is asserted on, not read; set TEST_LOG_LEVEL to see it. */
export const testLog = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }, pino.destination(2));

export const testConfig = (own: Partial<Config> & { dataFolder: string }): Config => ({
  ...readConfig({
    ROOMSHOT_PORT: '0',
    ROOMSHOT_DEMO: '1',
    ROOMSHOT_ADMIN_PASSWORD: PASSWORD,
    ROOMSHOT_RENDER_PROCESSES: '1',
    ROOMSHOT_REQUESTS_PER_MINUTE: '1000000',
    // Tests share their process with the server, and the machine with other tests.
    ROOMSHOT_MAX_EVENT_LOOP_DELAY_MS: '600000',
  }),
  ...own,
});
