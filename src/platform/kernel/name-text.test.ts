import { expect, test } from 'vitest';
import { hasInvisible, isName, withoutInvisible } from './name-text.ts';

test.each([
  'Aegean Pearl',
  "Seán O'Brien-Müller",
  'Γιώργος Παπαδόπουλος',
  'Алексей Морозов',
  'Fujairah ↔ Новороссийск / Πειραιάς',
  'نجمة الخليج (Najmat Al Khaleej)',
  'می\u200cخواهم',
  'क्\u200dष',
  '陈伟明',
  'ひかり Maru 3',
  'ΔP check',
  '⚓️ Aurora',
  'soft\u00adhyphen',
  'שלום\u200f',
  '…',
])('%s is a name', (text) => expect(isName(text)).toBe(true));

test.each([
  ['nothing', ''],
  ['spaces', ' \u00a0\u3000'],
  ['a space without width', '\u200b'],
  ['a filler', '\u3164'],
  ['an empty Braille cell', '\u2800'],
  ['soft hyphens', '\u00ad\u00ad'],
  ['joiners', '\u200d\u200c'],
  ['a line break', 'Bea\nBroker'],
  ['a line separator', 'Bea\u2028Broker'],
  ['an unpaired surrogate', 'Bea\ud800'],
  ['an override', 'Bea \u202ereorB'],
  ['an isolate', 'Bea \u2066x\u2069'],
  ['a space without width inside', 'Bea\u200bBroker'],
  ['a byte order mark', '\ufeffBea'],
  ['a word joiner', 'Bea\u2060Broker'],
  ['tags', 'Bea\u{e0041}'],
  ['a Cyrillic letter', 'Be\u0430 Broker'],
  ['a Latin letter', '\u0410\u043b\u0435\u043ac\u0435\u0439'],
  ['a Greek letter', '\u0391egean Pearl'],
  ['a Cyrillic letter after an accent', 'e\u0301\u043e'],
])('%s is none', (_, text) => expect(isName(text)).toBe(false));

test.each([
  ['Bea\u00adBroker', 'BeaBroker'],
  ['Bea\u200dBroker', 'BeaBroker'],
  ['Bea\u200eBroker', 'BeaBroker'],
  ['Bea\ufe0fBroker', 'BeaBroker'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['q88\u200b.pdf', 'q88.pdf'],
])('%j has characters that nobody sees', (text, visible) => {
  expect(hasInvisible(text)).toBe(true);
  expect(withoutInvisible(text)).toBe(visible);
});

test.each(['می\u200cخواهم', 'क्\u200dष', '葛\u{e0100}城', 'Bea Broker'])('%j has none', (text) => {
  expect(hasInvisible(text)).toBe(false);
  expect(withoutInvisible(text)).toBe(text);
});
