import { writeSync } from 'node:fs';

/** `EX_IOERR` of sysexits.h. */
const EXIT_CODE = 74;
const STDERR = 2;

/** Called when the files of the embedded database can no longer be trusted. Does not return in a server. */
export type OnStorageFailure = (reason: string) => void;

/**
 * Ends the process with one line. The embedded engine cannot recover from a failed log, and would loop for ever on the
 * main thread. The next start recovers from the log on the disk.
 */
export function endProcess(reason: string): never {
  const line = `The log of the database failed (${reason}). The server ends, because it cannot know what is on the disk. Confirmed changes are not lost. Check the disk, then start the server again.\n`;
  try {
    writeSync(STDERR, line);
  } finally {
    process.exit(EXIT_CODE);
  }
}
