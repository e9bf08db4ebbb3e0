import type { FieldTable } from './field.ts';
import { ROOM_FIELDS } from './room-fields.ts';
import { TRADES } from './room-words.ts';

const { expiry_margin_days, four_eyes, asks_suitability, asks_compatibility } = ROOM_FIELDS;

/** What a new room can start from, besides its requirements. */
export const TEMPLATE_FIELDS = {
  name: { kind: 'name', max: 100, label: 'Name' },
  description: { kind: 'text', max: 2000, label: 'Description', isOptional: true },
  trade: { kind: 'choice', of: TRADES, label: 'Trade' },
  region: { kind: 'line', max: 100, label: 'Region', isOptional: true },
  guide_edition: { kind: 'line', max: 100, label: 'Edition of the guide', isOptional: true },
  expiry_margin_days,
  four_eyes,
  asks_suitability,
  asks_compatibility,
} as const satisfies FieldTable;
