import { describe, expect, test } from 'vitest';
import { exampleContent } from '../../../../test/support/example-content.ts';
import {
  readByMuPdf,
  readByPdfJs,
  readByPoppler,
  readByPopplerInOrder,
} from '../../../../test/support/pdf-readers.ts';
import { hasPdfTools } from '../../../../test/support/pdf-tools.ts';
import { printByChromium } from '../../../../test/support/printed-page.ts';
import { FACES, fontFile } from '../fonts/font-faces.ts';
import { ReportCompiler } from './report-compiler.ts';

// What a program copies or finds in a report is what people wrote in the room.

const LEFT_TO_RIGHT = [
  'Málaga Łódź Đặng Ştefan Nguyễn office fluffy affiliate',
  'Co\u0302te Ze\u0301 To\u0302\u0301 Côte Zé',
  'Haupt\u00adhafen ab\u200bcd ab\u2060cd',
  'Καλαμάτα Ἀθῆναι ΐ Α\u0301γιος',
  'Сергей Іванов Київ ё й їжак',
  'क्षेत्र श्री राष्ट्रीय विद्यार्थी किताब क्‍ष ज्ञ',
  'सर्वेक्षण प्रमाणपत्र कार्यान्वयन हृदय द्वितीय ब्रह्म',
  'ক্ষেত্র বাংলাদেশ কৌশল চট্টগ্রাম বন্দর হো',
  'নিম্ন পদ্ধতি মধ্যাহ্ন উচ্ছ্বাস লক্ষ্মী রাষ্ট্রদূত',
  'กำลังเดินเรือ น้ำมันที่ท่าเรือ ผู้ใหญ่ ฎุ เปี๊ยะ',
  'საქართველოს გემი ბათუმი',
  'Հայաստան նավահանգիստ և',
  'ශ්‍රී ලංකාව කොළඹ ක්‍රමය',
  '宁波舟山港 證書',
  '東京湾の船 がぎ ガス',
  '부산항 선박 인증서',
];
const RIGHT_TO_LEFT = [
  'رست السفينة خارج ميناء الفجيرة',
  'مُحَمَّد اللَّه لِلسَّلَامَة الأمان لا إلا',
  'کشتی‌ها می‌روند و نامه‌های رسیده',
  'جہاز کی لمبائی ٹھیک ہے ۓ ڑ',
  'דוד כהן אישר את המסמך',
  'שָׁלוֹם עֲלֵיכֶם',
];
/** From right to left, with what runs from left to right in it. */
const OF_BOTH_DIRECTIONS = [
  'الصفحة 3 من 4 بتاريخ 2026-12-04',
  'شهادة MT Aegean Star رقم 12 جاهزة',
  'رقم ١٢٣٤٥ جاهز',
  'گزارش‌های کشتی Pars 7 در ۱۲ ژوئن',
  'תעודה 12 של MT Star (עותק 3)',
];
/** The full stop, and a vowel sign, stand at the left end of the line. */
const WITH_SIGN_AT_END = ['رست السفينة خارج الميناء.', 'مدير المَرْفَأِ'];
const SENTENCES = ['Received: Q88, نجمة الخليج (شهادة 2026.pdf). 宁波 דוד 12', 'Moored at الفجيرة, 12.'];
const TEXTS = [...LEFT_TO_RIGHT, ...RIGHT_TO_LEFT, ...OF_BOTH_DIRECTIONS, ...WITH_SIGN_AT_END, ...SENTENCES];

/** Each text is the name of a party, a note and a message. */
function report(texts: readonly string[], title: string): Uint8Array {
  const { documents = [], activity = [], parties, ...content } = structuredClone(exampleContent(1, 1));
  const each = <T>(row: T | undefined, fields: (text: string) => Partial<T>): T[] =>
    texts.map((text) => ({ ...(row as T), ...fields(text) }));
  return new ReportCompiler().report({
    ...content,
    room: { ...content.room, title },
    parties: each(parties[0], (name) => ({ name })),
    documents: each(documents[0], (notes) => ({ notes })),
    activity: each(activity[0], (summary) => ({ action: 'message_sent', summary })),
  });
}

const reversed = (text: string): string => [...text].toReversed().join('');
const dense = (text: string): string => text.replace(/\s/g, '');
const count = (text: string, part: string): number => text.split(part).length - 1;

/** Words of right-to-left scripts, with their marks and joiners. */
const PHRASE =
  /(?!\p{Nd})[\p{Script=Arabic}\p{Script=Hebrew}](?:[\s\p{M}\p{Cf}]*(?!\p{Nd})[\p{Script=Arabic}\p{Script=Hebrew}])*\p{M}*/gu;
/** A number, or words of Latin script. */
const LEFT_TO_RIGHT_PART = /(\p{Nd}+|\p{Script=Latin}+(?: (?:\p{Script=Latin}+|\d+))*)/u;
const WORD = /[^\s\p{Nd}\p{Script=Latin}]+/gu;

/** MuPDF 1.21 reads each phrase, as it stands on the page, from left to right. */
const asMuPdfReads = (text: string): string => text.replace(PHRASE, reversed);
/** In a paragraph of both directions that is so for each word, because its words stand in the file as they are read. */
const wordsAsMuPdfReads = (text: string): string =>
  text.replace(WORD, (word) => (word.search(PHRASE) < 0 ? word : reversed(word)));
/** Poppler reads the parts of a line from left to right, if most of the page runs in this direction. */
const asPopplerReads = (text: string): string => text.split(LEFT_TO_RIGHT_PART).toReversed().join('');
const lastFirst = (text: string): string => text.slice(-1) + text.slice(0, -1);

describe('the text that a program extracts from a report', () => {
  const title = 'کشتی‌ها می‌روند';
  const pdf = report(TEXTS, title);

  test('is what people wrote: pdf.js', async () => {
    const read = await readByPdfJs(pdf);
    for (const text of TEXTS) expect.soft(count(read, text), text).toBeGreaterThanOrEqual(3);
    expect(count(read, title)).toBeGreaterThan(3);
  });

  test.skipIf(!hasPdfTools('pdftotext'))('is what people wrote: Poppler', () => {
    const read = readByPoppler(pdf);
    const inOrder = dense(readByPopplerInOrder(pdf));
    for (const text of [...LEFT_TO_RIGHT, ...RIGHT_TO_LEFT, ...SENTENCES]) {
      expect.soft(count(read, text), text).toBeGreaterThanOrEqual(3);
    }
    for (const text of OF_BOTH_DIRECTIONS) {
      expect.soft(count(inOrder, dense(text)), text).toBeGreaterThanOrEqual(2);
      expect.soft(count(dense(read), dense(asPopplerReads(text))), text).toBeGreaterThanOrEqual(2);
    }
    for (const text of WITH_SIGN_AT_END) expect.soft(read).toContain(lastFirst(text));
    expect(count(read, title)).toBeGreaterThan(3);
  });

  const hasMuPdf = hasPdfTools('mutool');
  test.skipIf(!hasMuPdf)('is what people wrote, with right-to-left words reversed: MuPDF', () => {
    const read = readByMuPdf(pdf);
    for (const text of [...LEFT_TO_RIGHT, ...RIGHT_TO_LEFT, ...SENTENCES]) {
      // A name that is broken over two lines is read in two parts.
      expect.soft(count(read, asMuPdfReads(text)), text).toBeGreaterThanOrEqual(2);
    }
    for (const text of OF_BOTH_DIRECTIONS) {
      expect.soft(count(dense(read), dense(wordsAsMuPdfReads(text))), text).toBeGreaterThanOrEqual(2);
    }
    for (const text of WITH_SIGN_AT_END) expect.soft(read).toContain(reversed(text));
    expect(count(read, reversed(title))).toBeGreaterThan(3);
  });
});

const hasBoth = hasPdfTools('pdftotext', 'mutool');

test.skipIf(!hasBoth)(
  'letters that are ligatures by themselves are taken apart by pdf.js and MuPDF',
  async () => {
    const pdf = report(['aﬁa ﬂa ﬃ'], 'Ligatures');
    expect(readByPoppler(pdf)).toContain('aﬁa ﬂa ﬃ');
    expect(await readByPdfJs(pdf)).toContain('afia fla ffi');
    expect(readByMuPdf(pdf)).toContain('afia fla ffi');
  },
);

test.skipIf(!hasBoth || !hasPdfTools('chromium'))(
  'what MuPDF and Poppler cannot do is the same in a file of Chromium',
  () => {
    const [arabic = ''] = RIGHT_TO_LEFT;
    const [withStop = ''] = WITH_SIGN_AT_END;
    const [withNumbers = '', withName = ''] = OF_BOTH_DIRECTIONS;
    const font = FACES.find(({ family }) => family === 'Amiri');
    if (font === undefined) throw new Error('There is no font for Arabic.');
    const most = 'Most of the page runs from left to right. '.repeat(20);
    const pdf = printByChromium([most, arabic, withNumbers, withName, withStop], fontFile(font));
    expect(readByMuPdf(pdf)).toContain(asMuPdfReads(arabic));
    expect(readByMuPdf(pdf)).toContain(reversed(withStop));
    expect(readByPoppler(pdf)).toContain(lastFirst(withStop));
    for (const text of [withNumbers, withName]) {
      expect(readByMuPdf(pdf)).not.toContain(text);
      for (const read of [readByPoppler(pdf), readByPopplerInOrder(pdf)]) {
        expect(dense(read)).toContain(dense(asPopplerReads(text)));
      }
    }
  },
);
