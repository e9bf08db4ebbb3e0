import { describe, expect, test } from 'vitest';
import { localText, utcText } from '../../wording/time-text.ts';
import { createTextSetter } from '../fonts/printable-text.ts';

const setter = createTextSetter();
const PLACE = { width: 100, size: 10 };

describe('lines', () => {
  test('break between words and fit their place', () => {
    const lines = setter.lines('The surveyor boards at the anchorage of Kalamata', PLACE);
    expect(lines.join(' ')).toBe('The surveyor boards at the anchorage of Kalamata');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(setter.width(line, 10)).toBeLessThanOrEqual(100);
  });

  test('break inside a word that is wider than the place, and never lose a character', () => {
    const word = 'x'.repeat(10_000);
    const lines = setter.lines(`before ${word} after`, PLACE);
    expect(lines.join('').replaceAll(' ', '')).toBe(`before${word}after`);
    for (const line of lines) expect(setter.width(line, 10)).toBeLessThanOrEqual(100);
  });

  test('break anywhere in Chinese, but not before its punctuation', () => {
    const lines = setter.lines('上海远洋石油有限公司，上海远洋石油有限公司。', { width: 50, size: 10 });
    expect(lines.join('')).toBe('上海远洋石油有限公司，上海远洋石油有限公司。');
    for (const line of lines) expect(line).not.toMatch(/^[，。]/);
  });

  test('a mark stays with its letter', () => {
    for (const line of setter.lines('e\u0301'.repeat(200), PLACE)) expect(line).not.toMatch(/^\p{M}/u);
  });

  test('never break a marker', () => {
    for (let shift = 0; shift < 30; shift++) {
      const lines = setter.lines(`${'i'.repeat(shift)}${'\u202e🚢'.repeat(12)} end`, PLACE);
      for (const line of lines) expect(line.replaceAll(/\[U\+(202E|1F6A2)\]/g, '')).toMatch(/^i*( ?end)?$/);
      expect(lines.join('').match(/\[U\+/g)).toHaveLength(24);
    }
  });

  test('keep the line breaks of a note, whatever system wrote them', () => {
    expect(setter.lines('a\r\nb\rc\n\nd', PLACE)).toEqual(['a', 'b', 'c', '', 'd']);
  });
});

describe('what cannot be printed', () => {
  test.each([
    ['\u0000', '[U+0000]'],
    ['a\u202eb', 'a[U+202E]b'],
    ['\u2066x\u2069', '[U+2066]x[U+2069]'],
    ['\ufeff', '[U+FEFF]'],
    ['🚢', '[U+1F6A2]'],
    ['\ud800', '[U+D800]'],
    ['\u00ad', '[U+00AD]'],
  ])('%j is marked', (text, marked) => {
    expect(setter.oneLine(text)).toBe(marked);
  });

  test.each([
    'Ελένη',
    'Сергей',
    '李伟',
    '김민준',
    'こんにちは',
    '髙橋㈱',
    '畑中峠',
    'محمد',
    'می\u200cخواهم',
    'Łódź Őr',
  ])('%s needs no mark', (text) => {
    expect(setter.oneLine(text)).toBe(text);
  });
});

describe('times', () => {
  test('say which they are', () => {
    expect(utcText('2026-07-01T22:30:00.000Z')).toBe('2026-07-01 22:30 UTC');
    expect(localText('2026-07-01T22:30:00.000Z', 'Asia/Singapore')).toBe(
      '2026-07-02 06:30 Asia/Singapore (UTC+08:00)',
    );
    expect(localText('2026-07-01T22:30:00.000Z', 'UTC')).toBe('2026-07-01 22:30 UTC (UTC+00:00)');
    expect(localText('2026-07-01T22:30:00.000Z', 'Nowhere/Land')).toBe('Nowhere/Land (unknown time zone)');
    expect(localText('2026-13-41T22:30:00.000Z', 'UTC')).toBeUndefined();
  });
});
