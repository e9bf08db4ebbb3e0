/** One metric of the text exposition format, with its samples by name and labels. */
export interface Family {
  name: string;
  type: string;
  help: string;
  samples: { name: string; labels: Record<string, string>; value: number }[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const HEAD = new RegExp(`^# (HELP|TYPE) (${NAME})(?: (.*))?$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)?\\})? (\\S+)$`);
const SUFFIXES: Record<string, string[]> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/**
 * Reads the text exposition format 0.0.4 of Prometheus strictly: each metric once and in one piece, its help and
 * type before its samples, no sample twice.
 * @throws Error at the first line that breaks a rule
 */
export function parseExposition(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('The last line does not end.');
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  let family: Family | undefined;
  for (const line of text.split('\n').filter(Boolean)) {
    const [, kind, name = '', rest = ''] = HEAD.exec(line) ?? [];
    if (kind === 'HELP') {
      if (families.has(name)) throw new Error(`Twice: ${name}`);
      family = { name, help: rest, type: '', samples: [] };
      families.set(name, family);
    } else if (kind === 'TYPE') {
      if (family?.name !== name || family.samples.length > 0) throw new Error(`Out of place: ${line}`);
      family.type = rest;
    } else {
      addSample(family, line, seen);
    }
  }
  return families;
}

function addSample(family: Family | undefined, line: string, seen: Set<string>): void {
  const [whole, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
  if (whole === undefined) throw new Error(`Not a sample: ${line}`);
  const names = (SUFFIXES[family?.type ?? ''] ?? ['']).map((suffix) => `${family?.name}${suffix}`);
  if (!family || !names.includes(name)) throw new Error(`Not of this metric: ${line}`);
  const key = `${name}{${labels}}`;
  if (seen.has(key)) throw new Error(`Twice: ${key}`);
  seen.add(key);
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [
    label,
    text,
  ]);
  family.samples.push({
    name,
    labels: Object.fromEntries(pairs),
    value: Number(value.replace('+Inf', 'Infinity')),
  });
}
