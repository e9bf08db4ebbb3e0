import type { VesselState } from '../../clearance/vocabulary/room-state.ts';
import { numberText } from '../wording/amount-text.ts';
import type { ItemKind } from './compare-items.ts';
import { fieldOf } from './field.ts';
import { word } from './words.ts';

const field = fieldOf<VesselState>();
const METRES = { read: (value: number) => `${numberText(value)} m` };

export const VESSEL: ItemKind<VesselState> = {
  type: 'vessel',
  id: ({ id }) => id,
  name: ({ name }) => name,
  fields: [
    field('operation_role', 'part in the operation', { weight: 'lead', read: word }),
    field('name', 'name'),
    field('vessel_type', 'type', { weight: 'main', read: word }),
    field('imo', 'IMO number', { weight: 'main', read: (number) => number.replace(/^IMO\s*/i, '') }),
    field('flag', 'flag', { weight: 'main' }),
    field('call_sign', 'call sign'),
    field('status', 'status', { read: word }),
    field('owner', 'owner'),
    field('charterer', 'charterer'),
    field('classification_society', 'class'),
    field('pi_club', 'P&I club'),
    field('built_year', 'year built', { read: String }),
    field('length', 'length overall', METRES),
    field('beam', 'beam', METRES),
    field('draft', 'draft', METRES),
    field('manifold_height', 'manifold height', METRES),
    field('gross_tonnage', 'gross tonnage'),
    field('net_tonnage', 'net tonnage'),
  ],
};
