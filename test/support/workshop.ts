import { join } from 'node:path';
import type { Roomshot } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { renderCsvEdition } from '../../src/editions/csv-edition.ts';
import { createEditionCache, type EditionRenderer } from '../../src/editions/edition-cache.ts';
import type { SnapshotType } from '../../src/editions/edition-content.ts';
import { renderJsonEdition } from '../../src/editions/json-edition.ts';
import { createRenderPool, type RenderPool } from '../../src/rendering/render-pool.ts';
import { stampBoxOn } from '../../src/rendering/stamp-box.ts';
import { createSealer } from '../../src/seal/sealer.ts';
import { loadSigningKey } from '../../src/seal/signing-key.ts';
import { MAKE_SNAPSHOT, type MakeSnapshotData } from '../../src/snapshots/snapshot-job.ts';
import { createSnapshotMaker } from '../../src/snapshots/snapshot-maker.ts';
import { createSnapshotReader } from '../../src/snapshots/snapshot-reader.ts';
import { stampOf, textOf } from '../../src/snapshots/statement.ts';

type Renderers = Record<SnapshotType, EditionRenderer>;

const version = { template: 'test', renderer: 'test' };
const STAMP_LIMIT = { timeoutMs: 30_000 };
const WORKERS = 3;

/** The renderers as they are, over a pool of render processes that the test can get at. */
const plainRenderers = (pool: RenderPool): Renderers => ({
  pdf: { version, render: (content, options) => pool.renderReport(content, options) },
  json: { version, render: async (content) => renderJsonEdition(content) },
  csv: { version, render: async (content) => renderCsvEdition(content) },
});

/** For `startTestServer`: has snapshots made by real parts over renderers that the test can spoil. */
export const withRenderers =
  (spoil: (plain: Renderers, pool: RenderPool) => Partial<Renderers>) =>
  async (roomshot: Roomshot, config: Config): Promise<Roomshot> => {
    const { database, blobs, metrics, clock, log, queue, tracing } = roomshot;
    const pool = createRenderPool({ processes: 1, memoryLimitMb: 400, rendersBeforeRecycling: 1000 });
    const plain = plainRenderers(pool);
    const renderers = { ...plain, ...spoil(plain, pool) };
    const editions = createEditionCache({
      database,
      blobs,
      renderers,
      memoryBytes: 10_000_000,
      clock,
      tracer: tracing,
    });
    const sealer = createSealer({
      key: await loadSigningKey({ folder: join(config.dataFolder, 'signing') }),
      stampBox: stampBoxOn('a4'),
      async renderStamp(statement) {
        const stamp = stampOf(statement, 'Europe/Athens');
        return { pdf: await pool.renderStamp(stamp, STAMP_LIMIT), text: textOf(stamp) };
      },
    });
    const { make, giveUp } = createSnapshotMaker({
      database,
      blobs,
      editions,
      sealer,
      metrics: metrics.record,
      clock,
      log,
      tracer: tracing,
      patienceMs: config.timeStamps.patienceHours * 3_600_000,
    });
    return {
      ...roomshot,
      editions,
      readSnapshot: createSnapshotReader({ database, blobs, editions }),
      startWorkers: () =>
        queue.work<MakeSnapshotData>(MAKE_SNAPSHOT, WORKERS, { run: make, abandoned: giveUp }),
      async [Symbol.asyncDispose]() {
        await pool.close();
        await roomshot[Symbol.asyncDispose]();
      },
    };
  };
