import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  write(
    createLog(
      { level: 'info', format: 'text' },
      {
        write(line) {
          text += line;
        },
      },
    ),
  );
  return text;
}

test('a line for people has time, level, message and then what belongs to it', () => {
  const text = logged((log) =>
    log.info({ task_id: 'snapshot-1', duration_ms: 12.34567, note: 'two words' }, 'sealed'),
  );
  expect(text).toMatch(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO {2}sealed task_id=snapshot-1 duration_ms=12\.346 note="two words"\n$/,
  );
});

test('an error shows its stack, indented', () => {
  const text = logged((log) => log.error({ err: new Error('No such column') }, 'failed'));
  expect(text).toMatch(/ ERROR failed\n {4}Error: No such column\n {8}at /);
});

test('what was logged cannot drive the terminal or begin a line of its own', () => {
  const text = logged((log) => log.warn({ name: 'a\u001b[2Jb\nINFO forged' }, 'seen \u202e\u009b'));
  expect(text.split('\n')).toHaveLength(2);
  expect(text).not.toMatch(/[^\P{C}\n]/u);
});
