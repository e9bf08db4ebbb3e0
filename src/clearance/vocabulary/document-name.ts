import type { DocumentState } from './room-state.ts';

/** What people call a document: its type, and the ship that it belongs to. */
export const documentName = ({ type_name, vessel_name }: Pick<DocumentState, 'type_name' | 'vessel_name'>) =>
  vessel_name === null ? type_name : `${type_name} of ${vessel_name}`;
