import { cpSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject } from 'vitest';
import { WITNESS_FILE } from '../../src/platform/db/witness.ts';
import { copyDemonstration } from '../support/data-folder.ts';
import { clientAs, runCommand } from '../support/process.ts';
import { test } from '../support/process-test.ts';

const MINUTES = { timeout: 5 * 60_000 };

describe('a database that has lost confirmed entries', () => {
  test.runIf(inject('serverUrl') === '')(
    'with the end of its log is refused in one line, until a person decides',
    MINUTES,
    async ({ ownPlace, startServer, readyRoom, folder }) => {
      const log = join(ownPlace.dataFolder, 'postgres/pg_wal');
      const server = await startServer();
      const broker = await clientAs(server.address, 'broker');
      const send = (text: string) => broker.post(`/rooms/${readyRoom}/messages`, { text });
      await send('This is kept');
      cpSync(log, join(folder, 'earlier'), { recursive: true });
      for (let n = 0; n < 7; n++) expect((await send(`Number ${n}`)).status).toBe(201);
      await server.end('SIGKILL');
      // A disk that returns an older content of its last sectors.
      cpSync(join(folder, 'earlier'), log, { recursive: true, force: true });

      for (const command of [['serve'], ['user', 'list'], ['audit', 'verify']]) {
        await using refused = runCommand(command, ownPlace);
        expect((await refused.ended).code).toBe(1);
        const [line, ...more] = refused.output().trim().split('\n');
        expect(more).toEqual([]);
        expect(line).toMatch(
          /ends with entry \d+, but entry \d+ was confirmed: 7 confirmed entries are missing/,
        );
        expect(line).toContain('restore a backup');
      }
      await rm(join(ownPlace.dataFolder, WITNESS_FILE));
      const continued = await startServer();
      const again = await clientAs(continued.address, 'broker');
      const { body } = await again.get(`/rooms/${readyRoom}/activity`);
      expect(JSON.stringify(body)).toContain('This is kept');
    },
  );

  test.runIf(inject('serverUrl'))(
    'because it is an older copy, is refused',
    MINUTES,
    async ({ ownPlace, startServer, readyRoom }) => {
      const server = await startServer();
      const broker = await clientAs(server.address, 'broker');
      expect((await broker.post(`/rooms/${readyRoom}/messages`, { text: 'Hello' })).status).toBe(201);
      await server.end('SIGTERM');
      await using older = await copyDemonstration();
      const place = { ...ownPlace, databaseUrl: older.place.databaseUrl };
      await using refused = runCommand(['serve'], place);
      expect((await refused.ended).code).toBe(1);
      expect(refused.output().trim()).toMatch(/^[^\n]*confirmed entries are missing[^\n]*$/);
    },
  );

  test('or a damaged note of what was confirmed, is refused in one line', MINUTES, async ({ ownPlace }) => {
    const witness = join(ownPlace.dataFolder, WITNESS_FILE);
    const whole = await readFile(witness, 'latin1');
    for (const damaged of ['', whole.slice(1), `${whole}x`, '\0'.repeat(whole.length)]) {
      await writeFile(witness, damaged);
      await using refused = runCommand(['user', 'list'], ownPlace);
      expect((await refused.ended).code).toBe(1);
      expect(refused.output().trim()).toMatch(
        /^[^\n]*audit-witness is damaged[^\n]*Move it out of the data folder, then[^\n]*$/,
      );
    }
    await rm(witness);
    const [seq = '', hash = ''] = whole.trim().split(':');
    const checkpoint = `${Number(seq)}:${hash}`;
    await using compared = runCommand(['audit', 'verify', '--checkpoint', checkpoint], ownPlace);
    expect([(await compared.ended).code, compared.output()]).toEqual([
      0,
      expect.stringContaining('The audit log is intact'),
    ]);
    await writeFile(witness, `${seq}:${'0'.repeat(64)}\n`);
    await using refused = runCommand(['user', 'list'], ownPlace);
    expect((await refused.ended).code).toBe(1);
    expect(refused.output()).toContain(`does not contain the confirmed entry ${Number(seq)}`);
  });
});
