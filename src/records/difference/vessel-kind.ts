import { enteredNames, inOrder } from '../../clearance/vocabulary/field.ts';
import { imoDigits } from '../../clearance/vocabulary/imo-number.ts';
import { labelOf } from '../../clearance/vocabulary/label.ts';
import type { VesselState } from '../../clearance/vocabulary/room-state.ts';
import { VESSEL_FIELDS } from '../../clearance/vocabulary/vessel-fields.ts';
import type { ItemKind } from './compare-items.ts';
import { comparedFields } from './field.ts';

const NAMES = inOrder(enteredNames(VESSEL_FIELDS), [
  'operation_role',
  'manoeuvring_role',
  'name',
  'vessel_type',
  'imo',
  'flag',
  'call_sign',
  'status',
  'owner',
  'charterer',
  'classification_society',
  'pi_club',
  'built_year',
]);

export const VESSEL: ItemKind<VesselState> = {
  type: 'vessel',
  id: ({ id }) => id,
  name: labelOf,
  fields: comparedFields(VESSEL_FIELDS, NAMES, {
    operation_role: { weight: 'lead' },
    manoeuvring_role: { weight: 'main' },
    vessel_type: { weight: 'main' },
    imo: { weight: 'main', read: (number) => imoDigits(number) ?? number },
    flag: { weight: 'main' },
  }),
};
