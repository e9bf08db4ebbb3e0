import { enteredNames, inOrder } from '../../clearance/vocabulary/field.ts';
import { labelOf } from '../../clearance/vocabulary/label.ts';
import { PARTY_FIELDS } from '../../clearance/vocabulary/party-fields.ts';
import type { PartyState } from '../../clearance/vocabulary/room-state.ts';
import type { ItemKind } from './compare-items.ts';
import { comparedFields } from './field.ts';

export const PARTY: ItemKind<PartyState> = {
  type: 'party',
  id: ({ id }) => id,
  name: labelOf,
  fields: comparedFields(PARTY_FIELDS, inOrder(enteredNames(PARTY_FIELDS), ['role', 'name', 'company']), {
    role: { weight: 'main' },
    company: { weight: 'main' },
  }),
};
