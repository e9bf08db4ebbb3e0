import { matchesSearch } from '../../../../../src/platform/kernel/search-text.ts';
import type { RoomDocument } from '../../../room/room-queries.ts';

type Named = Pick<RoomDocument, 'id' | 'type_code' | 'type_name' | 'vessel_id' | 'vessel_name'>;

/**
 * Finds the document that each file is for, by its name. The name has to contain the type, or its code, and the vessel
 * if documents of several vessels have this type. Where several types match, the longest name decides.
 * @param documents all documents of the room, because one that is complete can be meant too
 * @returns the ids of the documents in the order of the files; `null` where no document or more than one comes into
 * question, or where two files are for one document
 */
export function matchFiles(names: readonly string[], documents: readonly Named[]): (string | null)[] {
  const found = names.map((name) => documentFor(name.replaceAll(/[_.-]+/g, ' '), documents));
  return found.map((id) => (id !== null && found.indexOf(id) === found.lastIndexOf(id) ? id : null));
}

function documentFor(name: string, documents: readonly Named[]): string | null {
  const candidates = documents
    .map((document) => ({ document, length: namedLength(name, document) }))
    .filter(({ length }) => length > 0);
  const longest = Math.max(...candidates.map(({ length }) => length));
  const ofType = candidates.filter(({ length }) => length === longest).map(({ document }) => document);
  const ofVessel = ofType.filter(
    ({ vessel_name }) => vessel_name !== null && matchesSearch(name, vessel_name),
  );
  const [only, ...others] = ofVessel.length > 0 ? ofVessel : ofType;
  return only !== undefined && others.length === 0 ? only.id : null;
}

/** Returns the length of the longest name of the type that is in the name of the file; 0 if none is. */
function namedLength(name: string, { type_code, type_name }: Named): number {
  const names = [type_code.replaceAll('_', ' '), type_name, ...type_name.split('/')].map((each) =>
    each.trim(),
  );
  return Math.max(
    0,
    ...names.filter((each) => each && matchesSearch(name, each)).map(({ length }) => length),
  );
}
