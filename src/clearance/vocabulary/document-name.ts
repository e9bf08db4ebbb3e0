import type { DocumentState } from './room-state.ts';

/** Returns the name of a document for users: its type and its vessel. */
export const documentName = ({ type_name, vessel_name }: Pick<DocumentState, 'type_name' | 'vessel_name'>) =>
  vessel_name === null ? type_name : `${type_name} of ${vessel_name}`;
