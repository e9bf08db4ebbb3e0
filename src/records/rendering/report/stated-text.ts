import type { Field } from '../../../clearance/vocabulary/field.ts';
import { amountText } from '../../wording/amount-text.ts';
import { momentText } from '../../wording/time-text.ts';
import { readable } from '../../wording/vocabulary.ts';

/**
 * Formats a field of an item for a report, or returns `null` if it has no value.
 * @param thing has the value under `name`, and the unit where the field says that people state it
 */
export function statedText(name: string, { kind, unit, unitField }: Field, thing: object): string | null {
  const values = thing as Record<string, string | number | boolean | null | undefined>;
  const value = values[name];
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') {
    const stated = unitField === undefined ? unit : values[unitField];
    return kind === 'year' ? String(value) : amountText(value, String(stated ?? ''));
  }
  if (kind === 'choice' || kind === 'word') return readable(value);
  return kind === 'moment' ? momentText(value) : value;
}
