import type { EditionContent } from '../../editions/edition-content.ts';
import type { ReportDesign } from '../design/report-design.ts';
import type { Stamp } from '../report/stamp-data.ts';

/** What is to be rendered. */
export type RenderJob =
  | { kind: 'report'; content: EditionContent }
  | { kind: 'stamp'; stamp: Stamp }
  | { kind: 'trial' };

/** The first message to a child. */
export interface DesignMessage {
  design: ReportDesign;
}

/** From the pool to a child, one at a time. */
export interface RenderRequest {
  id: number;
  job: RenderJob;
}

/** From a child to the pool: the answer to a request, with the memory that the process holds after it. */
export type RenderReply = { id: number; rss: number } & ({ bytes: Uint8Array } | { failure: string });
