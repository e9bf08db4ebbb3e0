// A process that sets documents, one after the other. It is given what it needs in messages, has no
// environment and opens no connection; it ends when its parent does.

import { ReportCompiler } from '../typesetting/report-compiler.ts';
import type { DesignMessage, RenderJob, RenderReply, RenderRequest } from './render-message.ts';

process.once('message', ({ design }: DesignMessage) => {
  const compiler = new ReportCompiler(design);
  // Loads the fonts that every document uses, so that the first one need not wait for them.
  compiler.trial();
  compiler.forget();
  process.on('message', (request: RenderRequest) => {
    const answer = render(compiler, request);
    process.send?.(answer, () => {
      // A failed send means that the parent is gone: `disconnect` ends this process.
      compiler.forget();
    });
  });
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C in a terminal reaches every process of the group: the parent decides when children end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

function render(compiler: ReportCompiler, { id, job }: RenderRequest): RenderReply {
  try {
    const bytes = perform(compiler, job);
    return { id, rss: process.memoryUsage.rss(), bytes };
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { id, rss: process.memoryUsage.rss(), failure };
  }
}

function perform(compiler: ReportCompiler, job: RenderJob): Uint8Array {
  return job.kind === 'report' ? compiler.report(job.content) : compiler.trial();
}
