import type { Change, ChangeKind, Subject } from './difference.ts';
import { differs, type Field, fromTo, inSentence, toFieldChange } from './field.ts';

/** The comparison of one kind of item. */
export interface ItemKind<Item> {
  type: Subject['type'];
  id(item: Item): string;
  /** Returns the name for users. */
  name(item: Item): string;
  fields: readonly Field<Item>[];
}

/**
 * Returns the added, removed and changed items, in this order, each in the order of its state. Items are matched by id.
 */
export function compareItems<Item>(
  kind: ItemKind<Item>,
  before: readonly Item[],
  after: readonly Item[],
): Change[] {
  const old = new Map(before.map((item) => [kind.id(item), item]));
  const kept = new Set(after.map(kind.id));
  return [
    ...after.filter((item) => !old.has(kind.id(item))).map((item) => wholeItem(kind, 'added', item)),
    ...before.filter((item) => !kept.has(kind.id(item))).map((item) => wholeItem(kind, 'removed', item)),
    ...after.flatMap((item) => changedItem(kind, old.get(kind.id(item)), item)),
  ];
}

function wholeItem<Item>(kind: ItemKind<Item>, change: Exclude<ChangeKind, 'changed'>, item: Item): Change {
  const [before, after] = change === 'added' ? [undefined, item] : [item, undefined];
  const stated = kind.fields.filter(({ text }) => text(item) !== null);
  const main = stated.flatMap((field) => {
    if (field.weight !== 'lead' && field.weight !== 'main') return [];
    return `${labelOf(field)}${inSentence(field, field.text(item) ?? '')}`;
  });
  const subject = subjectOf(kind, item);
  return {
    kind: change,
    subject,
    fields: stated.map((field) => toFieldChange(field, before, after)),
    text: `${subject.name}: ${change}${main.length === 0 ? '' : ` (${main.join(', ')})`}`,
  };
}

function changedItem<Item>(kind: ItemKind<Item>, before: Item | undefined, after: Item): Change[] {
  if (before === undefined) return [];
  const changed = kind.fields.filter((field) => differs(field, before, after));
  if (changed.length === 0) return [];
  const telling = changed.filter(({ weight }) => weight !== 'trace');
  const said = telling.length === 0 ? changed : telling;
  const subject = subjectOf(kind, after);
  return [
    {
      kind: 'changed',
      subject,
      fields: changed.map((field) => toFieldChange(field, before, after)),
      text: `${subject.name}: ${said.map((field) => changeOf(field, before, after)).join(', ')}`,
    },
  ];
}

const subjectOf = <Item>({ type, id, name }: ItemKind<Item>, item: Item): Subject => ({
  type,
  id: id(item),
  name: name(item),
});

function changeOf<Item>(field: Field<Item>, before: Item, after: Item): string {
  const [was, is] = [before, after].map((item) => {
    const text = field.text(item);
    return text === null ? null : inSentence(field, text);
  });
  if (was === null || was === undefined) return `${labelOf(field)}${is}`;
  if (is === null || is === undefined) return `${field.label} ${was} removed`;
  return labelOf(field) + fromTo(was, is);
}

const labelOf = <Item>({ weight, label }: Field<Item>): string => (weight === 'lead' ? '' : `${label} `);
