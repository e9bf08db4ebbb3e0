import type { RoomFacts } from '../../clearance/vocabulary/room-state.ts';
import { numberText } from '../wording/amount-text.ts';
import type { Change } from './difference.ts';
import { type Field, fieldOf, fromTo, inSentence, toFieldChange, togetherAs } from './field.ts';
import { momentText } from './moment-text.ts';
import { word } from './words.ts';

const field = fieldOf<RoomFacts>();
const inUnit = (unit: string) => ({ read: (value: number) => `${numberText(value)} ${unit}` });

const CARGO_QUANTITY: Field<RoomFacts> = {
  name: 'cargo_quantity',
  label: 'cargo quantity',
  weight: 'detail',
  value: ({ cargo_quantity, cargo_unit }) => togetherAs(cargo_quantity, cargo_unit),
  text: ({ cargo_quantity, cargo_unit }) =>
    [cargo_quantity === null ? null : numberText(cargo_quantity), cargo_unit]
      .filter((part) => part !== null)
      .join(' ') || null,
};

/** Every fact that somebody can state. The seal and the report tell who opened the room, and when. */
const FACTS: readonly Field<RoomFacts>[] = [
  field('title', 'title'),
  field('location', 'location'),
  field('status', 'room status', { read: word }),
  field('timeline_phase', 'phase', { read: word }),
  field('sts_eta', 'ETA', { read: momentText }),
  field('time_zone', 'time zone'),
  field('expected_duration_hours', 'expected duration', inUnit('hours')),
  field('expiry_margin_days', 'margin that certificates must outlive the operation by', inUnit('days')),
  field('operation_mode', 'mode', { read: word }),
  field('cargo_type', 'cargo'),
  CARGO_QUANTITY,
  field('cargo_value_usd', 'cargo value', inUnit('USD')),
  field('demurrage_rate_per_day', 'demurrage a day', inUnit('USD')),
  field('demurrage_rate_per_hour', 'demurrage an hour', inUnit('USD')),
  field('poac', 'person in overall advisory control'),
  field('sts_provider', 'STS provider'),
  field('description', 'description', { quoted: true }),
];

/** Each fact of the operation that is different, in the order of the report. */
export function compareOperation(before: RoomFacts, after: RoomFacts): Change[] {
  const changed = FACTS.filter(({ value }) => value(before) !== value(after));
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
