import type { Change, Fact } from '../../platform/events/payload.ts';
import { type FieldTable, phraseOf } from '../vocabulary/field.ts';
import { plainWord } from '../vocabulary/plain-word.ts';

type Scalar = Fact | Date;

/** The fields of a row that a patch changes, with their old and new values in the form of the audit log. */
export interface ChangedFields<Patch> {
  /** Only the fields that differ. */
  changes: { [Name in keyof Patch]?: Exclude<Patch[Name], undefined> };
  names: string[];
  detail: { [field: string]: Change };
}

/** Compares a patch with its row. A field that the patch leaves out is unchanged. */
export function changedFields<Row extends object, Patch extends { [Name in keyof Patch]?: unknown }>(
  row: Row,
  patch: Patch,
): ChangedFields<Patch> {
  const changes: Record<string, unknown> = {};
  const detail: { [field: string]: Change } = {};
  for (const [name, wanted] of Object.entries(patch) as [string, Scalar | undefined][]) {
    if (wanted === undefined) continue;
    const old = plain((row as Record<string, Scalar>)[name] ?? null);
    if (old === plain(wanted)) continue;
    changes[name] = wanted;
    detail[name] = { old, new: plain(wanted) };
  }
  return { changes: changes as ChangedFields<Patch>['changes'], names: Object.keys(changes), detail };
}

const plain = (value: Scalar): Fact => (value instanceof Date ? value.toISOString() : value);

/** Joins the names of fields as in a sentence: `ETA, cargo quantity and location`. */
export function nameFields(names: readonly string[], fields: FieldTable = {}): string {
  const readable = names.map((name) => {
    const field = fields[name];
    return field === undefined ? plainWord(name) : phraseOf(field);
  });
  return new Intl.ListFormat('en').format(readable);
}
