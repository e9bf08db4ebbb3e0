import { APPROVAL_FIELDS } from '../../clearance/vocabulary/party-fields.ts';
import { plainWord } from '../../clearance/vocabulary/plain-word.ts';
import type { ApprovalState } from '../../clearance/vocabulary/room-state.ts';
import type { ItemKind } from './compare-items.ts';
import { comparedFields } from './field.ts';

/** The comparison of approvals. Party and ship of an approval never change, and their names are compared elsewhere. */
export const APPROVAL: ItemKind<ApprovalState> = {
  type: 'approval',
  id: ({ id }) => id,
  name: ({ party_name, party_role, vessel_name }) =>
    `Approval by ${party_name} (${plainWord(party_role)})${vessel_name === null ? '' : ` of ${vessel_name}`}`,
  fields: comparedFields(APPROVAL_FIELDS, ['status', 'note', 'requested_at', 'updated_at'], {
    status: { weight: 'lead' },
    requested_at: { weight: 'trace' },
    updated_at: { weight: 'trace' },
  }),
};
