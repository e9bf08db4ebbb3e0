import { test as dataTest } from './data-test.ts';
import { type ServerProcess, startServerProcess } from './process.ts';

/**
 * Tests of the real command, in processes of their own.
 *
 * - `startServer`: starts one on the data of this test, or elsewhere. It is killed when the test ends, and what it
 *   has written is shown if the test fails.
 */
export const test = dataTest.extend('startServer', ({ ownPlace, onTestFailed }, { onCleanup }) => {
  const started: ServerProcess[] = [];
  onCleanup(async () => {
    for (const server of started) await server[Symbol.asyncDispose]();
  });
  return async (place = ownPlace, environment?: Record<string, string>): Promise<ServerProcess> => {
    const server = await startServerProcess(place, environment);
    started.push(server);
    onTestFailed(() => console.error(server.output()));
    return server;
  };
});
