import type { PartyState } from '../../clearance/vocabulary/room-state.ts';
import type { ItemKind } from './compare-items.ts';
import { fieldOf } from './field.ts';
import { word } from './words.ts';

const field = fieldOf<PartyState>();

export const PARTY: ItemKind<PartyState> = {
  type: 'party',
  id: ({ id }) => id,
  name: ({ name }) => name,
  fields: [
    field('role', 'role', { weight: 'main', read: word }),
    field('name', 'name'),
    field('company', 'company', { weight: 'main' }),
    field('email', 'e-mail'),
  ],
};
