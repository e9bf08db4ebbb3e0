import type { Room, RoomDocument } from '../../../room/room-queries.ts';

/** What is looked for among the documents; an empty text lets everything through. */
export interface DocumentFilter {
  q: string;
  status: string;
  category: string;
  /** The id of a vessel, or `room` for documents of none. */
  vessel: string;
  /** `blocking` for those that block the operation, `open` for every finding. */
  findings: string;
}

export const FILTERS = ['q', 'status', 'category', 'vessel', 'findings'] as const;

/** Reads the filter out of the search of the address, where it survives opening and closing a document. */
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

/** Every word of the search has to occur; a letter's accents and case do not matter. */
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
