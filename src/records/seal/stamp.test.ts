import { describe, expect } from 'vitest';
import { readByMuPdf, readByPdfJs, readByPoppler } from '../../../test/support/pdf-readers.ts';
import { hasPdfTools, runPdfTool } from '../../../test/support/pdf-tools.ts';
import { editionOf, sealedFile, signerWith } from '../../../test/support/seal-fixtures.ts';
import { test } from '../../../test/support/seal-test.ts';

// What the stamp of a sealed record shows, and what programs read from it.

const LEFT_TO_RIGHT = [
  'Before arrival (office fluffy affiliate) <x> \\',
  'Málaga Łódź Đặng Ştefan Nguyễn',
  'Co\u0302te Ze\u0301 To\u0302\u0301',
  'Καλαμάτα Ἀθῆναι ΐ',
  'Сергей Іванов Київ',
  'क्षेत्र श्री राष्ट्रीय विद्यार्थी',
  'কৌশল চট্টগ্রাম বন্দর',
  'กำลังเดินเรือ น้ำมันที่ท่าเรือ',
  'საქართველოს გემი',
  'Հայաստան նավահանգիստ',
  'ශ්‍රී ලංකාව කොළඹ',
  '宁波舟山港 證書',
  '東京湾の船 がぎ ガス',
  '부산항 선박 인증서',
];
const RIGHT_TO_LEFT = [
  'رست السفينة خارج ميناء الفجيرة',
  'مُحَمَّد لِلسَّلَامَة الأمان لا إلا',
  'کشتی‌ها می‌روند',
  'דוד כהן אישר את המסמך',
];
/** Sentences and names in the direction of the stamp, and quotations in their own. */
const OF_BOTH_DIRECTIONS = ['Q88, نجمة الخليج (شهادة 2026.pdf). 宁波 דוד 12', 'شهادة MT Aegean Star 12'];
const TITLES = [...LEFT_TO_RIGHT, ...RIGHT_TO_LEFT, ...OF_BOTH_DIRECTIONS];

/** The box of stamp-box.ts on A4, in points from the top left corner. */
const BOX = ['-x', '51', '-y', '690', '-W', '493', '-H', '84', '-r', '72'];
const dense = (text: string): string => text.replace(/\s+/g, '');
/** Without the marks of direction that pdftotext adds and that we print. */
const unmarked = (text: string): string => text.replace(/[\u200e\u202a-\u202c]/g, '');
const PHRASE =
  /[\p{Script=Arabic}\p{Script=Hebrew}](?:[\s\p{M}\p{Cf}]*[\p{Script=Arabic}\p{Script=Hebrew}])*\p{M}*/gu;
/** MuPDF 1.21 reads each phrase, as it stands on the page, from left to right. */
const asMuPdfReads = (text: string): string =>
  text.replace(PHRASE, (phrase) => [...phrase].toReversed().join(''));

describe('the text that a program extracts from a stamp', () => {
  test.for(TITLES)('is what people wrote: %s', async (title, { signer }) => {
    const file = await sealedFile(signer, 'pdf', { title });
    expect(await readByPdfJs(file)).toContain(title);
    if (hasPdfTools('pdftotext')) expect(unmarked(readByPoppler(file))).toContain(title);
    if (hasPdfTools('mutool')) expect(unmarked(readByMuPdf(file))).toContain(asMuPdfReads(title));
  });
});

describe.skipIf(!hasPdfTools('pdftotext', 'pdffonts', 'qpdf'))('a stamp', () => {
  test.for([250, 1000, 10_000])(
    'shows a value of %i characters in full inside its box',
    async (length, { signer }) => {
      const title = Array.from({ length: length / 5 }, (_, index) => String(index).padStart(5, 'v')).join('');
      const file = await sealedFile(signer, 'pdf', { title });
      expect(dense(runPdfTool('pdftotext', file, [...BOX, '-raw', '{pdf}', '-']).stdout)).toContain(title);
    },
  );

  test.for(TITLES)(
    'has its fonts in the record, with a text for every code: %s',
    async (title, { signer }) => {
      const file = await sealedFile(signer, 'pdf', { title });
      const rows = runPdfTool('pdffonts', file, ['{pdf}']).stdout.split('\n').slice(2).filter(Boolean);
      const own = rows.filter((row) => !row.startsWith('Helvetica'));
      expect(own.length).toBeGreaterThan(0);
      for (const row of own) expect(row).toMatch(/^[A-Z]{6}\+\S+ +CID .* yes +yes +yes +\d+ +\d+$/);
      expect(runPdfTool('qpdf', file, ['--check', '{pdf}']).stdout).toContain('No syntax');
    },
  );

  test('needs no font of its own for a title in plain letters', async ({ signer }) => {
    const title = 'Before arrival, office & affiliate (2 of 3)';
    const edition = editionOf('pdf');
    const file = await sealedFile(signer, 'pdf', { title, created_by_name: 'Bjorn' });
    expect(file.subarray(edition.length).includes('/FontFile')).toBe(false);
    expect(file.length - edition.length).toBeLessThan(8000);
  });
});

describe('a seal', () => {
  test.for([
    ['letters of Latin-1', 'Después de la llegada – “Málaga”', 7500],
    ['Greek', 'Πριν από την άφιξη στην Καλαμάτα', 10_000],
    ['Arabic', 'رست السفينة خارج ميناء', 10_000],
    ['Chinese', '宁波舟山港 證書 二〇二六', 10_000],
    ['Devanagari', 'राष्ट्रीय विद्यार्थी', 10_000],
    ['Korean', '부산항 선박 인증서', 10_000],
    ['three scripts', 'نجمة الخليج 宁波港 विद्यार्थी', 10_000],
  ] as const)('has few bytes with a title in %s', async ([, title, most], { signer }) => {
    const file = await sealedFile(signer, 'pdf', { title });
    expect(file.length - editionOf('pdf').length).toBeLessThan(most);
  });

  test('has the same bytes after other seals, except its signature', async ({ signer }) => {
    const clock = () => new Date('2026-11-28T12:00:00.123Z');
    const { sealer } = signerWith(signer.key, clock);
    const title = 'Καλαμάτα نجمة 宁波 विद्यार्थी';
    const unsigned = async () => {
      const file = await sealedFile({ ...signer, sealer }, 'pdf', { title });
      return file.toString('latin1').replace(/\/Contents <[\da-f]+>/, '');
    };
    const first = await unsigned();
    for (const other of TITLES) await sealedFile({ ...signer, sealer }, 'pdf', { title: other });
    expect(await unsigned()).toBe(first);
  });
});
