/** A brace, or a string with the colon that makes it a key. */
const PARTS = /[{}]|"([^"\\]*(?:\\.[^"\\]*)*)"(?:[ \t\n\r]*(:))?/g;

/**
 * Returns a key that an object of a JSON text has twice. A parser keeps the last of the two values, and another program
 * in between may have read the first one.
 * @param json well-formed JSON
 */
export function findRepeatedKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [part, text = '', colon] of json.matchAll(PARTS)) {
    if (part === '{') open.push(new Set());
    else if (part === '}') open.pop();
    else if (colon) {
      const key = text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}
