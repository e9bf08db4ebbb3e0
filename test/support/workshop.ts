import { join } from 'node:path';
import type { Roomshot } from '../../src/app/app.ts';
import type { Config } from '../../src/app/config.ts';
import { renderCsvEdition } from '../../src/records/editions/csv-edition.ts';
import { createEditionCache, type EditionRenderer } from '../../src/records/editions/edition-cache.ts';
import type { SnapshotType } from '../../src/records/editions/edition-content.ts';
import { renderJsonEdition } from '../../src/records/editions/json-edition.ts';
import { stampBoxOn } from '../../src/records/rendering/design/stamp-box.ts';
import { createRenderPool, type RenderPool } from '../../src/records/rendering/pool/render-pool.ts';
import { createSealer } from '../../src/records/seal/sealer.ts';
import { loadSigningKey } from '../../src/records/signing/signing-key.ts';
import { MAKE_SNAPSHOT, type MakeSnapshotData } from '../../src/records/snapshots/snapshot-job.ts';
import { createSnapshotMaker } from '../../src/records/snapshots/snapshot-maker.ts';
import { createSnapshotReader } from '../../src/records/snapshots/snapshot-reader.ts';

type Renderers = Record<SnapshotType, EditionRenderer>;

const version = { template: 'test', renderer: 'test' };
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
    });
    const { make, onDeadLetter } = createSnapshotMaker({
      database,
      blobs,
      editions,
      sealer,
      stamps: pool,
      metrics: metrics.record,
      clock,
      log,
      tracer: tracing,
      maxWaitMs: config.timeStamps.maxWaitHours * 3_600_000,
    });
    return {
      ...roomshot,
      editions,
      readSnapshot: createSnapshotReader({ database, blobs, editions }),
      startWorkers: () => queue.work<MakeSnapshotData>(MAKE_SNAPSHOT, WORKERS, { run: make, onDeadLetter }),
      async [Symbol.asyncDispose]() {
        await pool.close();
        await roomshot[Symbol.asyncDispose]();
      },
    };
  };
