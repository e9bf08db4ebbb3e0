import { COMMERCIAL_TERMS, hasCommercialTerms } from '../../clearance/vocabulary/commercial-terms.ts';
import { fieldNames, phraseOf } from '../../clearance/vocabulary/field.ts';
import { ROOM_FIELDS } from '../../clearance/vocabulary/room-fields.ts';
import type { RoomFacts } from '../../clearance/vocabulary/room-state.ts';
import { numberText } from '../wording/amount-text.ts';
import type { Change } from './difference.ts';
import {
  comparedFields,
  differs,
  type Field,
  fromTo,
  inSentence,
  toFieldChange,
  togetherAs,
} from './field.ts';

/** Users see the quantity and its unit as one value. */
const CARGO_QUANTITY: Field<RoomFacts> = {
  name: 'cargo_quantity',
  label: phraseOf(ROOM_FIELDS.cargo_quantity),
  weight: 'detail',
  value: ({ cargo_quantity, cargo_unit }) => togetherAs(cargo_quantity, cargo_unit),
  text: ({ cargo_quantity, cargo_unit }) =>
    [cargo_quantity === null ? null : numberText(cargo_quantity), cargo_unit]
      .filter((part) => part !== null)
      .join(' ') || null,
};

const NAMES = fieldNames(ROOM_FIELDS).filter(
  (name) => !['id', 'created_by', 'created_at', 'updated_at', 'description', 'cargo_unit'].includes(name),
);

/**
 * All facts that users can enter, long texts last. The seal and the report name the user who opened the room, and the
 * time.
 */
const FACTS: readonly Field<RoomFacts>[] = comparedFields(ROOM_FIELDS, [...NAMES, 'description']).map(
  (field) => (field.name === CARGO_QUANTITY.name ? CARGO_QUANTITY : field),
);

const OPEN_FACTS = FACTS.filter(({ name }) => !COMMERCIAL_TERMS.some((term) => term === name));

/**
 * Returns each fact of the operation that differs, in the order of the report. Commercial terms are compared only if
 * both states have them.
 */
export function compareOperation(before: RoomFacts, after: RoomFacts): Change[] {
  const facts = [before, after].every(hasCommercialTerms) ? FACTS : OPEN_FACTS;
  const changed = facts.filter((fact) => differs(fact, before, after));
  return changed.map((fact) => {
    const change = toFieldChange(fact, before, after);
    const said = (text: string | null) => (text === null ? 'not stated' : inSentence(fact, text));
    return {
      kind: 'changed',
      subject: { type: 'operation_fact', id: fact.name, name: change.label },
      fields: [change],
      text: `${change.label}: ${fromTo(said(change.before), said(change.after))}`,
    };
  });
}
