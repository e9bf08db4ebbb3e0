const KEY = /^v1\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/;

/** Returns the key of a blob. A folder of blobs has the same layout, so any tool can copy one to the other. */
export const keyOf = (prefix: string, hash: string): string =>
  `${blobsIn(prefix)}${hash.slice(0, 2)}/${hash}`;

/** Returns the start of the keys of all blobs. */
export const blobsIn = (prefix: string): string => `${prefix}v1/`;

/** Returns the hash in the key of a blob. Other objects below the prefix have none. */
export const hashIn = (prefix: string, key: string): string | undefined =>
  KEY.exec(key.slice(prefix.length))?.[2];
