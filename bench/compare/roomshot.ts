import { RenderPool } from '../../src/records/rendering/pool/render-pool.ts';
import type { OpenContender } from './contender.ts';

/** Ours: the whole report, of which the tables are a part. */
export const openRoomshot: OpenContender = async () => {
  const pool = new RenderPool({ processes: 1, memoryLimitMb: 2000, rendersBeforeRecycling: 100_000 });
  return {
    render: (content) => pool.renderReport(content, { timeoutMs: 600_000 }),
    [Symbol.asyncDispose]: () => pool.close(),
  };
};
