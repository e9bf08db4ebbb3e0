import type { EditionContent } from '../src/records/editions/edition-content.ts';
import { RenderPool } from '../src/records/rendering/pool/render-pool.ts';
import { exampleContent } from '../test/support/example-content.ts';
import { type Spread, spread, timed } from './statistics.ts';

const SIZES = [
  { documents: 12, activities: 20, times: 40 },
  { documents: 120, activities: 300, times: 20 },
  { documents: 1000, activities: 5000, times: 5 },
] as const;

type RoomSize = (typeof SIZES)[number];

interface RenderResult {
  what: string;
  time: Spread;
  sizeKb: number;
}

/** What a room shows at the nth render. */
type Content = (size: RoomSize, render: number) => EditionContent;

/** Nothing of people, ships and days that the typesetter has set before: each render is the first one of a room. */
const otherRoom: Content = ({ documents, activities }, render) =>
  exampleContent(documents, activities, render);

/** Another document has a note, and the last entry of the log says so. */
const changedRoom: Content = ({ documents, activities }, render) => {
  const content = exampleContent(documents, activities);
  const changed = content.documents?.[render % documents];
  const entry = content.activity?.at(-1);
  if (changed) changed.notes = `Renewal ${render} was requested.`;
  if (entry) entry.summary = `Note ${render} added to ${changed?.type_name}`;
  return content;
};

/** One warm process, as it is when a server works. */
export async function measureRenders(): Promise<RenderResult[]> {
  const pool = new RenderPool({ processes: 1, memoryLimitMb: 2000, rendersBeforeRecycling: 100_000 });
  const measure = async (name: string, size: RoomSize, content: Content): Promise<RenderResult> => {
    const render = (index: number) => pool.renderReport(content(size, index), { timeoutMs: 120_000 });
    const { length } = await render(0);
    const measured: number[] = [];
    for (let index = 1; index <= size.times; index++) measured.push(await timed(() => render(index)));
    const what = `${size.documents} + ${size.activities} rows, ${name}`;
    return { what, time: spread(measured), sizeKb: Math.round(length / 1000) };
  };
  try {
    const results: RenderResult[] = [];
    for (const size of SIZES) {
      results.push(await measure('another room', size, otherRoom));
      results.push(await measure('the room changed', size, changedRoom));
    }
    return results;
  } finally {
    await pool.close();
  }
}
