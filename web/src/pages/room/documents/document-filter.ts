import { matchesSearch } from '../../../../../src/platform/kernel/search-text.ts';
import type { Room, RoomDocument } from '../../../room/room-queries.ts';

/** The filter of the documents. An empty text matches every document. */
export interface DocumentFilter {
  q: string;
  status: string;
  category: string;
  /** The id of a vessel, or `room` for documents without a vessel. */
  vessel: string;
  /** `blocking` for documents that block the operation, `open` for documents with any finding. */
  findings: string;
}

export const FILTERS = ['q', 'status', 'category', 'vessel', 'findings'] as const;

/** Reads the filter from the query of the address. There it remains while the user opens documents. */
export function filterOf(search: URLSearchParams): DocumentFilter {
  const text = (name: keyof DocumentFilter) => search.get(name) ?? '';
  return {
    q: text('q'),
    status: text('status'),
    category: text('category'),
    vessel: text('vessel'),
    findings: text('findings'),
  };
}

/**
 * Returns the documents that match.
 * @param foundByServer the ids of the documents whose texts match, if the list has only their beginnings
 */
export function filterDocuments<Listed extends RoomDocument>(
  documents: readonly Listed[],
  filter: DocumentFilter,
  reasons: Room['verdict']['reasons'],
  foundByServer?: ReadonlySet<string>,
): Listed[] {
  const found = new Set(
    reasons
      .filter(({ blocking }) => blocking || filter.findings === 'open')
      .map((reason) => reason.document_id),
  );
  return documents.filter(
    (document) =>
      (foundByServer?.has(document.id) ?? matchesSearch(textOf(document), filter.q)) &&
      (!filter.status || document.status === filter.status) &&
      (!filter.category || document.category === filter.category) &&
      (!filter.vessel || (document.vessel_id ?? 'room') === filter.vessel) &&
      (!filter.findings || found.has(document.id)),
  );
}

const textOf = ({ type_name, type_code, vessel_name, notes, file_name }: RoomDocument): string =>
  [type_name, type_code, vessel_name, notes, file_name].join(' ');
