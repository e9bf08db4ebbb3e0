type Detail = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Detail =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns a name of the API as a label: `document_id` becomes "Document id". */
export const wordsOf = (name: string): string =>
  name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');

function textOf(value: unknown): string {
  if (value === null || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Returns the values before and after a change. Accounts name them `from` and `to`, rooms `old` and `new`. */
function changeOf(value: Detail): [before: unknown, after: unknown] | undefined {
  if ('from' in value && 'to' in value) return [value.from, value.to];
  return 'old' in value && 'new' in value ? [value.old, value.new] : undefined;
}

/** Returns the detail of an audit entry as labels and texts. A change has the text "before → after". */
export function describeDetail(detail: Detail): [label: string, text: string][] {
  return Object.entries(detail).flatMap(([name, value]) => {
    if (!isObject(value)) return [[wordsOf(name), textOf(value)]];
    const change = changeOf(value);
    if (change) return [[wordsOf(name), change.map(textOf).join(' → ')]];
    return describeDetail(value).map(
      ([label, text]) => [`${wordsOf(name)}: ${label.toLowerCase()}`, text] as [string, string],
    );
  });
}
