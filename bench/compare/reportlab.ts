import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { NotInstalled, type OpenContender } from './contender.ts';
import { FONT_FILES, fontFor, roomTables } from './room-tables.ts';

const PYTHON = '/usr/bin/python3';

/** One warm Python process, as a server would keep it. */
export const openReportlab: OpenContender = async () => {
  if (spawnSync(PYTHON, ['-c', 'import reportlab']).status !== 0) {
    throw new NotInstalled('python3-reportlab of Debian');
  }
  const python = spawn(PYTHON, [join(import.meta.dirname, 'print_tables.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = once(python, 'exit');
  const tell = (value: object) => python.stdin.write(`${JSON.stringify(value)}\n`);
  tell(FONT_FILES);
  const output: AsyncIterator<Buffer> = python.stdout[Symbol.asyncIterator]();
  let received = Buffer.alloc(0);
  return {
    async render(content) {
      const { title, tables } = roomTables(content);
      tell({
        title,
        tables: tables.map(({ title: heading, head, rows }) => ({
          title: heading,
          rows: [head, ...rows].map((row) => row.map((text) => ({ text, font: fontFor(text) }))),
        })),
      });
      const size = (await read(4)).readUInt32BE();
      return read(size);
    },
    async [Symbol.asyncDispose]() {
      python.stdin.end();
      await exit;
    },
  };

  async function read(size: number): Promise<Buffer> {
    while (received.length < size) {
      const { value, done } = await output.next();
      if (done) throw new Error('ReportLab ended; its message is above.');
      received = Buffer.concat([received, value]);
    }
    const bytes = received.subarray(0, size);
    received = received.subarray(size);
    return bytes;
  }
};
