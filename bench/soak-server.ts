// The server of the soak: the real one, with a clock that the soak sets ahead between its rounds.
import { once } from 'node:events';
import { openRoomshot } from '../src/app/app.ts';
import { readConfig } from '../src/app/config.ts';
import { serve } from '../src/app/serve.ts';
import { createLog } from '../src/cli/log.ts';

let aheadMs = 0;
process.on('message', (ms) => {
  aheadMs = Number(ms);
  process.send?.('set');
});
const config = readConfig(process.env);
const log = createLog({ level: config.logLevel, format: config.logFormat });
await using roomshot = await openRoomshot(config, log, { clock: () => new Date(Date.now() + aheadMs) });
const server = await serve(config, roomshot);
process.stdout.write(`Roomshot is ready at ${server.address}\n`);
await once(process, 'SIGTERM');
process.disconnect();
await server.stop();
