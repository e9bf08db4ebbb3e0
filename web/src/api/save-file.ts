import { openApi } from './open-api.ts';

/** Some browsers begin to read only after the click, and may take their time for a large file. */
const READ_MS = 60_000;

/** Hands bytes to the browser as a file. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READ_MS);
}

/** Asks for a file with the token of the session, which a plain link cannot send, and hands it to the browser. */
export const saveFile = async (path: string, name: string): Promise<void> =>
  saveBlob(await (await openApi(path)).blob(), name);
