import { openApi } from './open-api.ts';

/** Some browsers begin to read the file only after the click, and a large file takes them long. */
const READ_MS = 60_000;

/** Saves bytes as a file of the user. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READ_MS);
}

/** Downloads a file with the token of the session, which a plain link cannot send. */
export const saveFile = async (path: string, name: string): Promise<void> =>
  saveBlob(await (await openApi(path)).blob(), name);
