import { renderCsvEdition } from '../records/editions/csv-edition.ts';
import { EditionCache, type Renderers } from '../records/editions/edition-cache.ts';
import { openEditionEvents } from '../records/editions/edition-events.ts';
import { renderJsonEdition } from '../records/editions/json-edition.ts';
import { loadReportDesign } from '../records/rendering/design/design-settings.ts';
import { designDigest, type ReportDesign } from '../records/rendering/design/report-design.ts';
import { badLogo } from '../records/rendering/design/report-logo.ts';
import { RenderPool } from '../records/rendering/pool/render-pool.ts';
import { RENDERER_VERSION, TEMPLATE_VERSION } from '../records/rendering/typesetting/template-version.ts';
import type { Config } from './config.ts';
import type { Platform } from './platform.ts';

const RENDER_MEMORY_MB = 300;
const RENDERS_BEFORE_RECYCLING = 2000;
const TRIAL_TIMEOUT_MS = 30_000;

/**
 * Returns the renderers to use instead.
 * @param own the renderers of the product
 * @param pool renders the PDF files of `own`
 */
export type ReplaceRenderers = (own: Renderers, pool: RenderPool) => Partial<Renderers>;

type EditionSettings = Pick<Config, 'report' | 'publicUrl' | 'renderProcesses' | 'cacheMemoryBytes'>;

/** The parts that render editions and keep them. */
interface Editions {
  readonly design: ReportDesign;
  readonly pool: RenderPool;
  readonly editions: EditionCache;
}

/** @throws AppError `bad_setting` for a design that cannot be used */
export async function openEditions(
  settings: EditionSettings,
  { database, blobs, clock, log, tracing }: Platform,
  replace: ReplaceRenderers = () => ({}),
): Promise<Editions & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const design = await loadReportDesign(settings.report, settings.publicUrl);
  const pool = opening.adopt(
    new RenderPool({
      design,
      processes: settings.renderProcesses,
      memoryLimitMb: RENDER_MEMORY_MB,
      rendersBeforeRecycling: RENDERS_BEFORE_RECYCLING,
      log: (message, details) => log.info(details, message),
    }),
    (started) => started.close(),
  );
  await requireLogo(pool, design);
  const own = createRenderers(pool, design);
  const editions = new EditionCache({
    database,
    blobs,
    renderers: { ...own, ...replace(own, pool) },
    memoryBytes: settings.cacheMemoryBytes,
    clock,
    tracer: tracing,
  });
  opening.adopt(await openEditionEvents(database, editions), (close) => close());
  const parts = opening.move();
  return { design, pool, editions, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** @throws AppError `bad_setting` for a logo that the typesetter cannot read */
async function requireLogo(pool: RenderPool, { logo }: ReportDesign): Promise<void> {
  if (logo === null) return;
  await pool.tryDesign({ timeoutMs: TRIAL_TIMEOUT_MS }).catch((cause: unknown) => {
    throw badLogo('an image that is whole; this one cannot be read', cause);
  });
}

function createRenderers(pool: RenderPool, design: ReportDesign): Renderers {
  const version = { template: TEMPLATE_VERSION, renderer: RENDERER_VERSION };
  const designed = { ...version, renderer: `${RENDERER_VERSION}, design ${designDigest(design)}` };
  return {
    pdf: { version: designed, render: (content, options) => pool.renderReport(content, options) },
    json: { version, render: async (content) => renderJsonEdition(content) },
    csv: { version, render: async (content) => renderCsvEdition(content) },
  };
}
