import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, inject } from 'vitest';
import { createClient } from '../support/client.ts';
import { test } from '../support/folder-test.ts';
import { runCommand, startServerProcess } from '../support/process.ts';
import { canMountDisks, mountSmallDisk } from '../support/small-disk.ts';

describe.runIf(inject('serverUrl') === '')('a first start', () => {
  test('whose port is taken prints the password of the accounts that it created', async ({ folder }) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const place = { dataFolder: join(folder, 'taken-port'), databaseUrl: undefined };
    await using first = runCommand(['serve'], place, { ROOMSHOT_PORT: String(port) });
    expect(await first.ended).toEqual({ code: 1, signal: null });
    other.close();
    expect(first.output()).toContain('another program uses it');
    const [, password] = /Password of each: (\S+)/.exec(first.output()) ?? [];

    await using second = await startServerProcess(place);
    const credentials = { email: 'admin@roomshot.example', password };
    expect((await createClient(second.address).post('/auth/login', credentials)).status).toBe(200);
  });

  test('in a folder that cannot be used says so', async ({ folder }) => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await mkdir(join(folder, 'locked', 'lock'), { recursive: true });
    for (const dataFolder of [file, join(file, 'below'), join(folder, 'locked')]) {
      await using server = runCommand(['serve'], { dataFolder, databaseUrl: undefined });
      expect(await server.ended).toEqual({ code: 1, signal: null });
      expect(server.output()).toMatch(/^roomshot: The data folder .* cannot be used: .*\n$/);
    }
  });

  test('and what the system refuses of any other file is said in one line', async ({ folder }) => {
    const dataFolder = join(folder, 'broken');
    await mkdir(join(dataFolder, 'signing'), { recursive: true });
    await writeFile(join(dataFolder, 'signing', 'certificates'), '');
    await using command = runCommand(['verify', join(dataFolder, 'signing', 'certificates')], {
      dataFolder,
      databaseUrl: undefined,
    });
    expect(await command.ended).toEqual({ code: 1, signal: null });
    expect(command.output()).toMatch(/^roomshot: ENOTDIR: not a directory, scandir '.*certificates'\n$/);
  });

  test.runIf(process.platform !== 'win32')('that may open too few files says so', async ({ folder }) => {
    const main = join(import.meta.dirname, '../../src/main.ts');
    const script = 'ulimit -n 256 && exec "$0" "$@"';
    const args = [process.execPath, '--no-warnings', main, '--data-dir', join(folder, 'few'), 'serve'];
    const server = spawn('sh', ['-c', script, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    const [output, [code]] = await Promise.all([text(server.stderr), once(server, 'close')]);
    expect(code).toBe(1);
    expect(output).toMatch(/^roomshot: The process may open only 256 files, and needs 1024\. Raise .*\n$/);
    expect(await readdir(folder)).not.toContain('few');
  });

  test.runIf(canMountDisks())('that cannot make its database says so', async () => {
    using disk = mountSmallDisk(10);
    await using server = runCommand(['serve'], { dataFolder: disk.folder, databaseUrl: undefined });
    expect(await server.ended).toEqual({ code: 1, signal: null });
    expect(server.output()).toMatch(/^roomshot: The embedded database could not be made: .*\n$/);
  });
});
