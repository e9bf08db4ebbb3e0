import { createRenderPool } from '../src/rendering/render-pool.ts';
import { exampleContent } from './render-fixtures.ts';
import { type Spread, spread, timed } from './statistics.ts';

const ROOMS = [
  { documents: 12, activities: 20, times: 40 },
  { documents: 120, activities: 300, times: 20 },
  { documents: 1000, activities: 5000, times: 5 },
] as const;

interface RenderResult {
  rows: string;
  time: Spread;
  sizeKb: number;
}

/** One warm process; every render has other data, because the typesetter remembers what it has set. */
export async function measureRenders(): Promise<RenderResult[]> {
  const pool = createRenderPool({ processes: 1, memoryLimitMb: 2000, rendersBeforeRecycling: 100_000 });
  try {
    const results: RenderResult[] = [];
    let salt = 1;
    for (const { documents, activities, times } of ROOMS) {
      const render = () =>
        pool.renderReport(exampleContent(documents, activities, salt++), { timeoutMs: 120_000 });
      const { length } = await render();
      const measured: number[] = [];
      for (let count = 0; count < times; count++) measured.push(await timed(render));
      results.push({
        rows: `${documents} + ${activities}`,
        time: spread(measured),
        sizeKb: Math.round(length / 1000),
      });
    }
    return results;
  } finally {
    await pool.close();
  }
}
