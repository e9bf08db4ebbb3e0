import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Config } from '../../src/app/config.ts';
import { createDatabase, dropDatabase } from './server-databases.ts';

export interface TestData extends AsyncDisposable {
  place: Pick<Config, 'dataFolder' | 'databaseUrl'>;
}

/** A copy of the demonstration of one's own, on the engine that is being tested. */
export async function copyDemonstration(): Promise<TestData> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'roomshot-test-'));
  // A third of the processor time of the asynchronous one: there are a thousand files.
  cpSync(inject('templateFolder'), dataFolder, { recursive: true });
  const serverUrl = inject('serverUrl');
  const name = `roomshot_test_${randomUUID()}`;
  const databaseUrl = serverUrl
    ? await createDatabase(serverUrl, name, inject('templateDatabase'))
    : undefined;
  return {
    place: { dataFolder, databaseUrl },
    async [Symbol.asyncDispose]() {
      if (serverUrl) await dropDatabase(serverUrl, name);
      await rm(dataFolder, { recursive: true });
    },
  };
}
