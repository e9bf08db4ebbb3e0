// A process that sets documents, one after the other. It is given what it needs in messages, has no
// environment and opens no connection; it ends when its parent does.

import type { RenderAnswer, RenderRequest } from './render-message.ts';
import { createReportCompiler, type ReportCompiler } from './report-compiler.ts';

const compiler = createReportCompiler();
// Loads the fonts that every document uses, so that the first one need not wait for them.
compiler.stamp({ lines: [{ label: 'Title', value: 'Warm' }] });
compiler.forget();

process.on('message', (request: RenderRequest) => {
  const answer = render(compiler, request);
  process.send?.(answer, () => {
    // A failed send means that the parent is gone: `disconnect` ends this process.
    compiler.forget();
  });
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C in a terminal reaches every process of the group: the parent decides when children end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

function render({ report, stamp }: ReportCompiler, { id, job }: RenderRequest): RenderAnswer {
  try {
    const bytes = job.kind === 'report' ? report(job.content) : stamp(job.stamp);
    return { id, rss: process.memoryUsage.rss(), bytes };
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { id, rss: process.memoryUsage.rss(), failure };
  }
}
