import { expect } from 'vitest';
import type { TestData } from './data-folder.ts';
import { runCommand } from './process.ts';

/** Checks that `roomshot doctor` finds no error in an installation, and that its audit log is intact. */
export async function expectWhole(place: TestData['place']): Promise<void> {
  for (const command of [['doctor'], ['audit', 'verify']]) {
    await using run = runCommand(command, place);
    expect([await run.ended, run.output()]).toEqual([
      { code: 0, signal: null },
      expect.not.stringContaining('ERROR'),
    ]);
  }
}
