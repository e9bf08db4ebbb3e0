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

/** Returns the documents that match. Every word of the search must occur. Accents and case are ignored. */
export function filterDocuments(
  documents: readonly RoomDocument[],
  filter: DocumentFilter,
  reasons: Room['verdict']['reasons'],
): RoomDocument[] {
  const words = plain(filter.q).split(/\s+/).filter(Boolean);
  const found = new Set(
    reasons
      .filter(({ blocking }) => blocking || filter.findings === 'open')
      .map((reason) => reason.document_id),
  );
  return documents.filter((document) => {
    const text = plain(textOf(document));
    return (
      words.every((word) => text.includes(word)) &&
      (!filter.status || document.status === filter.status) &&
      (!filter.category || document.category === filter.category) &&
      (!filter.vessel || (document.vessel_id ?? 'room') === filter.vessel) &&
      (!filter.findings || found.has(document.id))
    );
  });
}

const textOf = ({ type_name, type_code, vessel_name, notes, file_name }: RoomDocument): string =>
  [type_name, type_code, vessel_name, notes, file_name].filter((text) => text !== null).join(' ');

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
