import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const WATCHDOG = JSON.stringify(new URL('./watchdog.ts', import.meta.url).href);

/** Runs a program with a watchdog of two seconds, and returns how it ended. */
async function run(program: string): Promise<{ signal: string | null; output: string; answer: string }> {
  const script = `
    import { startWatchdog } from ${WATCHDOG};
    const stop = startWatchdog({ maxSilenceSeconds: 2 });
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
