import { ofWhat } from '../../clearance/verdict/approval-findings.ts';
import { APPROVAL_FIELDS } from '../../clearance/vocabulary/party-fields.ts';
import { plainWord } from '../../clearance/vocabulary/plain-word.ts';
import type { ApprovalState } from '../../clearance/vocabulary/room-state.ts';
import type { ItemKind } from './compare-items.ts';
import { comparedFields, type Field } from './field.ts';

/** A subject that was lifted is another value. */
const SUBJECTS: Field<ApprovalState> = {
  name: 'subjects',
  label: 'subjects',
  weight: 'detail',
  value: (approval) => subjectsText(approval),
  text: (approval) => subjectsText(approval),
  quoted: true,
};

const subjectsText = ({ subjects = [] }: ApprovalState): string | null =>
  subjects.map(({ text, lifted_at }) => (lifted_at === null ? text : `${text} (lifted)`)).join('; ') || null;

/** The comparison of approvals. Party and ship of an approval never change, and their names are compared elsewhere. */
export const APPROVAL: ItemKind<ApprovalState> = {
  type: 'approval',
  id: ({ id }) => id,
  name: ({ party_name, party_role, vessel_name, concerns }) =>
    `Approval by ${party_name} (${plainWord(party_role)})${ofWhat({ concerns: concerns ?? (vessel_name === null ? 'operation' : 'suitability'), vessel_name })}`,
  fields: [
    ...comparedFields(APPROVAL_FIELDS, ['status'], { status: { weight: 'lead' } }),
    SUBJECTS,
    ...comparedFields(APPROVAL_FIELDS, ['lapsed_because', 'note', 'requested_at', 'updated_at'], {
      requested_at: { weight: 'trace' },
      updated_at: { weight: 'trace' },
    }),
    ...comparedFields(APPROVAL_FIELDS, ['given_for_revision'], { given_for_revision: { weight: 'trace' } }),
  ],
};
