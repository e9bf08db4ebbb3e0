import { openApi } from './open-api.ts';

/** Hands bytes to the browser as a file. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Asks for a file with the token of the session, which a plain link cannot send, and hands it to the browser. */
export const saveFile = async (path: string, name: string): Promise<void> =>
  saveBlob(await (await openApi(path)).blob(), name);
