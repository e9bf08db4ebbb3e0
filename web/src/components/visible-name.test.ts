import { expect, test } from 'vitest';
import { visibleName } from './visible-name.ts';

test.each([
  ['invoice\u202efdp.exe', 'invoice[U+202E]fdp.exe'],
  ['Bea\u200bBroker', 'Bea[U+200B]Broker'],
  ['Bea\u200dBroker', 'Bea[U+200D]Broker'],
  ['Bea\u00adBroker', 'Bea[U+00AD]Broker'],
  ['\u3164', '[U+3164]'],
  ['\u2800', '[U+2800]'],
])('%j shows what nobody sees', (name, shown) => expect(visibleName(name)).toBe(shown));

test.each([
  'Aegean Pearl',
  'می\u200cخواهم',
  'क्\u200dष',
  '葛\u{e0100}城',
  '⚓️ Aurora',
  '👨‍✈️',
  'نجمة الخليج (Najmat)',
])('%s stays as it is', (name) => expect(visibleName(name)).toBe(name));
