import { readIfThere } from './durable-file.ts';

const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';

/** Returns an id that the machine has from its start to its shutdown, on Linux. */
export async function readBootId(): Promise<string | undefined> {
  const text = await readIfThere(BOOT_ID_FILE).catch(() => undefined);
  return text?.trim();
}
