import type { EditionContent } from '../../editions/edition-content.ts';
import type { ReportDesign } from '../design/report-design.ts';

/** A request to render something. */
export type RenderJob = { kind: 'report'; content: EditionContent } | { kind: 'trial' };

/** The first message to a child. */
export interface DesignMessage {
  design: ReportDesign;
}

/** A message from the pool to a child. The pool sends one at a time. */
export interface RenderRequest {
  id: number;
  job: RenderJob;
}

/** A message from a child to the pool: the result of a request, and the memory of the process after it. */
export type RenderReply = { id: number; rss: number } & ({ bytes: Uint8Array } | { failure: string });
