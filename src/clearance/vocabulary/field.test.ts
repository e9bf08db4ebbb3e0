import { expect, expectTypeOf, test } from 'vitest';
import { DOCUMENT_FIELDS } from './document-fields.ts';
import {
  enteredNames,
  type FieldTable,
  type InputOf,
  initialValues,
  inOrder,
  phraseOf,
  type StateOf,
} from './field.ts';
import type { DocumentStatus } from './room-words.ts';

const FIELDS = {
  id: { kind: 'id', label: 'Ship', isComputed: true },
  name: { kind: 'name', max: 10, label: 'Name' },
  part: { kind: 'choice', of: ['giving', 'taking'], label: 'Part', isOptional: true },
  hours: { kind: 'number', min: 0, max: 9, label: 'Hours', initial: 5 },
  pi_club: { kind: 'line', max: 10, label: 'P&I club', phrase: 'P&I club', isOptional: true },
  gravity: { kind: 'number', min: 0, max: 9, label: 'API gravity', isOptional: true, since: '0.2.0' },
} as const satisfies FieldTable;

test('what the server sets is not entered', () => {
  expect(enteredNames(FIELDS)).toEqual(['name', 'part', 'hours', 'pi_club', 'gravity']);
});

test('what nobody states is null, or what holds at first', () => {
  expect(initialValues(FIELDS)).toEqual({ part: null, hours: 5, pi_club: null, gravity: null });
  expect(initialValues(DOCUMENT_FIELDS)).toMatchObject({ status: 'missing', priority: 'normal' });
});

test('names can have another order, and none is lost', () => {
  expect(inOrder(enteredNames(FIELDS), ['hours', 'name'])).toEqual([
    ...['hours', 'name', 'part', 'pi_club', 'gravity'],
  ]);
});

test('a label is in small letters inside a sentence, unless it has a phrase', () => {
  expect([FIELDS.hours, FIELDS.pi_club].map(phraseOf)).toEqual(['hours', 'P&I club']);
});

test('the types follow from the table', () => {
  expectTypeOf<StateOf<typeof FIELDS>>().toEqualTypeOf<
    {
      id: string;
      name: string;
      part: 'giving' | 'taking' | null;
      hours: number;
      pi_club: string | null;
    } & { gravity?: number | null }
  >();
  expectTypeOf<keyof InputOf<typeof FIELDS>>().toEqualTypeOf<
    'name' | 'part' | 'hours' | 'pi_club' | 'gravity'
  >();
  expectTypeOf<StateOf<typeof DOCUMENT_FIELDS>['status']>().toEqualTypeOf<DocumentStatus>();
});
