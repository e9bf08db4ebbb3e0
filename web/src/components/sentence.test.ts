import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { isolated, Sentence } from './sentence.tsx';

const drawn = (text: string): string => renderToStaticMarkup(createElement(Sentence, null, text));

test.each([
  ['Received: Q88 (<b>.pdf).', 'Received: Q88 (&lt;b&gt;.pdf).'],
  [
    'Vessel نجمة الخليج (9074729): owner changed.',
    '<bdi dir="ltr">Vessel <bdi dir="rtl">نجمة الخليج</bdi> (9074729): owner changed.</bdi>',
  ],
  ['Rejected: Q88. “הדף 3 of 4.”', '<bdi dir="ltr">Rejected: Q88. “<bdi dir="rtl">הדף 3 of 4.</bdi>”</bdi>'],
])('names and quotations of %j are isolated', (text, markup) => expect(drawn(text)).toBe(markup));

test('a name in a label is isolated if it could reorder the label', () => {
  expect(isolated('شهادة')).toBe('\u2068شهادة\u2069');
  expect(isolated('Q88')).toBe('Q88');
});
