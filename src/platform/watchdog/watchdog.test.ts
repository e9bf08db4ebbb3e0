import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { test } from '../../../test/support/folder-test.ts';

const WATCHDOG = JSON.stringify(new URL('./watchdog.ts', import.meta.url).href);

/** Runs a program with a watchdog of two seconds, and returns how it ended. */
async function run(
  program: string,
  options: object = {},
): Promise<{ signal: string | null; output: string; answer: string }> {
  const script = `
    import { startWatchdog } from ${WATCHDOG};
    const stop = startWatchdog(${JSON.stringify({ maxSilenceSeconds: 2, ...options })});
    ${program}`;
  const args = ['--no-warnings', '--input-type=module-typescript', '-e', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [answer, output, [, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { signal, output, answer };
}

test('a main thread that loops for ever is ended with one line', async () => {
  const { signal, output } = await run("process.on('SIGTERM', () => {}); for (;;) {}");
  expect(signal).toBe('SIGKILL');
  expect(output).toMatch(/^The server has not answered for 2 seconds and ends\..*\n$/);
});

test('a main thread that beats is left alone, and the watch can end', async () => {
  const { signal, answer } = await run(`
    const { setTimeout: wait } = await import('node:timers/promises');
    await wait(3500);
    await stop();
    console.log('alive');`);
  expect([signal, answer]).toEqual([null, 'alive\n']);
});

const canNotify =
  process.env.CI === 'true' ||
  ['systemd-notify', 'python3'].every((tool) => spawnSync(tool, ['--version']).status === 0);

/** Prints the messages that a socket of systemd receives, each on a line. */
const RECEIVER = `
import socket, sys
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(sys.argv[1])
print('listening', flush=True)
while True:
    message = receiver.recvmsg(4096, 4096)[0].decode()
    if 'WATCHDOG' in message: print(message, flush=True)
`;

describe.runIf(canNotify)('the watchdog of the service manager', () => {
  test('is notified while the main thread beats, and not when it is stuck', async ({ folder }) => {
    const socket = join(folder, 'notify');
    const receiver = spawn('python3', ['-c', RECEIVER, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const messages = text(receiver.stdout);
      await once(receiver.stdout, 'data');
      const { signal } = await run(
        `
        const { setTimeout: wait } = await import('node:timers/promises');
        await wait(4500);
        for (;;) {}`,
        { maxSilenceSeconds: 6, service: { socket, limitMs: 3000 } },
      );
      expect(signal).toBe('SIGKILL');
      receiver.kill();
      const received = (await messages).split('\n').filter((line) => line === 'WATCHDOG=1');
      expect(received.length).toBeGreaterThanOrEqual(2);
      // Six silent seconds would have brought six more.
      expect(received.length).toBeLessThanOrEqual(6);
    } finally {
      receiver.kill();
    }
  });
});
