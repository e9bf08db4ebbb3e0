import type { ApprovalState } from '../../clearance/vocabulary/room-state.ts';
import type { ItemKind } from './compare-items.ts';
import { fieldOf } from './field.ts';
import { momentText } from './moment-text.ts';
import { word } from './words.ts';

const field = fieldOf<ApprovalState>();

/** Who gives it and for which ship never changes; what these are called is told by the party and the ship. */
export const APPROVAL: ItemKind<ApprovalState> = {
  type: 'approval',
  id: ({ id }) => id,
  name: ({ party_name, party_role, vessel_name }) =>
    `Approval by ${party_name} (${word(party_role)})${vessel_name === null ? '' : ` of ${vessel_name}`}`,
  fields: [
    field('status', 'status', { weight: 'lead', read: word }),
    field('note', 'note', { quoted: true }),
    field('requested_at', 'requested', { weight: 'trace', read: momentText }),
    field('updated_at', 'last decided', { weight: 'trace', read: momentText }),
  ],
};
