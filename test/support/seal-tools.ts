import { spawnSync } from 'node:child_process';

/**
 * Runs a tool that judges a file, or what it reads from stdin, independently of us, such as qpdf; gives what it
 * printed.
 * Without the tool the test is skipped on a developer's machine, but fails where everything must be there (CI).
 */
export function runJudge(
  skip: (note: string) => void,
  command: string,
  args: readonly string[],
  input?: string,
): string {
  const done = spawnSync(command, args, { encoding: 'utf8', ...(input && { input }) });
  if (done.error) {
    if (process.env.CI) throw done.error;
    skip(`${command} is not installed`);
    return '';
  }
  const output = `${done.stdout}${done.stderr}`;
  if (done.status !== 0) throw new Error(`${command} refuses the file:\n${output}`);
  return output;
}
