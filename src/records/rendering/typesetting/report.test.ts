import { describe, expect } from 'vitest';
import { exampleContent } from '../../../../test/support/example-content.ts';
import {
  checkPdf,
  hasPdfTools,
  pdfText,
  pdfTextAsRead,
  runPdfTool,
} from '../../../../test/support/pdf-tools.ts';
import { test } from '../../../../test/support/render-test.ts';
import { canonicalJson } from '../../../platform/kernel/canonical-json.ts';
import type { EditionContent } from '../../editions/edition-content.ts';
import type { ReportDesign } from '../design/report-design.ts';
import type { RenderPool } from '../pool/render-pool.ts';
import { ReportCompiler } from './report-compiler.ts';

const withTools = describe.skipIf(!hasPdfTools('qpdf', 'pdftotext', 'pdffonts', 'pdfinfo', 'pdfdetach'));
const LIMITS = { timeoutMs: 60_000 };

const render = (pool: RenderPool, content: EditionContent): Promise<Uint8Array> =>
  pool.renderReport(content, LIMITS);
const flat = (text: string): string => text.replace(/\s+/g, '');
const changed = (
  change: (content: EditionContent) => void,
  documents = 12,
  activities = 20,
): EditionContent => {
  const content = structuredClone(exampleContent(documents, activities));
  change(content);
  return content;
};

withTools('the report', () => {
  test('is a sound, tagged PDF/A-3a with every font embedded and its title set', async ({ pool }) => {
    const pdf = await render(pool, exampleContent(12, 20));
    expect(checkPdf(pdf)).toContain('No syntax or stream encoding errors');
    const info = runPdfTool('pdfinfo', pdf, ['-meta', '{pdf}']).stdout;
    expect(info).toMatch(/<pdfaid:part>3<.*<pdfaid:conformance>A</s);
    const facts = runPdfTool('pdfinfo', pdf, ['{pdf}']).stdout;
    expect(facts).toMatch(/Tagged:\s+yes/);
    expect(facts).toMatch(/Title:\s+Clearance record: MT Aegean Star/);
    expect(facts).toMatch(/Page size:.*A4/);
    const fonts = runPdfTool('pdffonts', pdf, ['{pdf}']).stdout.split('\n').slice(2).filter(Boolean);
    expect(fonts.length).toBeGreaterThan(3);
    for (const font of fonts) expect(font).toMatch(/ yes yes yes /);
  });

  test('carries the canonical JSON of its content', async ({ pool }) => {
    const content = exampleContent(12, 20);
    const pdf = await render(pool, content);
    const attached = runPdfTool('pdfdetach', pdf, ['-save', '1', '-o', '{out}', '{pdf}']).out();
    expect(attached.toString()).toBe(canonicalJson(content));
  });

  test('prints the name of every party in its own script', async ({ pool }) => {
    const content = exampleContent(12, 20);
    const text = pdfTextAsRead(await render(pool, content));
    for (const { name } of content.parties) expect(text).toContain(name);
  });

  test('holds every row of a large room, its headings on every page', async ({ pool }) => {
    const content = exampleContent(1000, 5000);
    const pdf = await render(pool, content);
    const text = pdfText(pdf);
    const entries = text.match(/^.*Entry 0-\d+:/gm) ?? [];
    expect(entries).toHaveLength(5000);
    expect(new Set(entries).size).toBe(5000);
    expect(text.match(/^(?:Required|Not required) · /gm)).toHaveLength(1000);
    const words = flat(text);
    for (const document of content.documents ?? []) {
      if (document.file_sha256) expect(words).toContain(document.file_sha256);
      if (document.notes) expect(words).toContain(flat(document.notes));
    }
    const pages = Number(/Page \d+ of (\d+)$/m.exec(text)?.[1]);
    expect(text.split('\f')).toHaveLength(pages + 1);
    expect(text.match(/^Time \(UTC\) Who What$/gm)?.length).toBeGreaterThan(60);
  });

  test('compares the ships, and shows who was asked about which of them', async ({ pool }) => {
    const text = pdfText(
      await render(
        pool,
        changed(({ vessels }) => Object.assign(vessels[1] ?? {}, { length: 200 })),
      ),
    );
    expect(text).toMatch(/^Length overall 243\.8 m 200 m 43\.8 m$/m);
    expect(text).toMatch(/^Party Operation MT Aegean Star$/m);
    expect(text).toMatch(/^Сергей Иванов, Seller ○ Pending Not asked$/m);
  });

  test('leaves out what was not chosen and says so', async ({ pool }) => {
    const { documents: _, activity: __, ...content } = exampleContent(12, 20);
    const text = pdfText(await render(pool, content));
    expect(text).toMatch(/Left out of this record on request: documents, activity/);
    expect(text).toMatch(/Left out on request documents, activity/);
    expect(text).not.toContain('Entry 0-');
    expect(text).not.toContain('q88-0-0.pdf');
    expect(text).toMatch(/^4 Approvals$/m);
  });

  test('states the ETA in UTC and in the zone of the room', async ({ pool }) => {
    const text = pdfText(await render(pool, exampleContent(1, 1)));
    expect(text).toContain('2026-12-04 06:00 UTC');
    expect(text).toContain('2026-12-04 08:00 Europe/Athens (UTC+02:00)');
  });

  test('keeps the place of the stamp empty, however much page one has to say', async ({ pool }) => {
    const crowded = changed((content) => {
      content.room.title = 'A long title of a room '.repeat(40);
      const [reason] = content.verdict.reasons;
      if (reason)
        content.verdict.reasons = Array(60).fill({ ...reason, text: 'Very long reason. '.repeat(20) });
      const [approval] = content.approvals ?? [];
      if (approval) content.approvals = Array(30).fill({ ...approval, status: 'pending' });
    });
    const pdf = await render(pool, crowded);
    // The box of stamp-box.ts, in points from the top left corner.
    const box = ['-f', '1', '-l', '1', '-x', '51', '-y', '690', '-W', '493', '-H', '84', '-r', '72'];
    expect(runPdfTool('pdftotext', pdf, [...box, '{pdf}', '-']).stdout.trim()).toBe('');
    const pageOne = pdfText(pdf).split('\f')[0];
    expect(pageOne).toMatch(/Approvals outstanding/);
    expect(pageOne).toMatch(/Page 1 of/);
  });
});

const DESIGN: ReportDesign = {
  name: 'Ελλάδα STS',
  logo: {
    format: 'svg',
    bytes: Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 4"><path d="M0 0h9v4z"/></svg>',
    ),
  },
  accent: '#0b5563',
  notice: 'Confidential #eval("1")',
  paper: 'letter',
  verifyUrl: 'https://records.example.com/verify',
};

withTools('what the operator chose', () => {
  const pdf = new ReportCompiler(DESIGN).report(exampleContent(120, 300));
  const pages = pdfText(pdf).split('\f').slice(0, -1);

  test('is on every page: name, notice and paper', () => {
    expect(runPdfTool('pdfinfo', pdf, ['{pdf}']).stdout).toMatch(/Page size:.*letter/);
    expect(pages.length).toBeGreaterThan(12);
    for (const page of pages) expect(page).toContain('Confidential #eval("1")');
    expect(pages[0]).toContain('ΕΛΛΆΔΑ STS');
    for (const page of pages.slice(1)) expect(page).toContain('Ελλάδα STS');
  });

  test('has logo and code drawn, with texts in their place for those who cannot see them', () => {
    const raw = runPdfTool('qpdf', pdf, ['--qdf', '--object-streams=disable', '{pdf}', '-']).stdout;
    const alternatives = raw.match(/\/Alt \((?:Logo|QR code)[^)]*|\/Alt <[0-9a-f]+>/g) ?? [];
    expect(new Set(alternatives).size).toBe(2);
    expect(raw).not.toMatch(/\/Subtype \/Image/);
  });

  test('leaves the stamp its box on that paper', () => {
    const box = ['-f', '1', '-l', '1', '-x', '59', '-y', '640', '-W', '494', '-H', '84', '-r', '72'];
    expect(runPdfTool('pdftotext', pdf, [...box, '{pdf}', '-']).stdout.trim()).toBe('');
  });

  test('says where to verify; without an address it says how to do without one', async ({ pool }) => {
    expect(pages.at(-1)).toContain('Open https://records.example.com/verify, or scan the code');
    expect(pdfText(await render(pool, exampleContent(1, 1)))).toMatch(/Run “roomshot verify FILE/);
  });

  test('keeps the rules of PDF/UA-1', () => {
    const compiler = new ReportCompiler(DESIGN, { pdfStandard: 'ua-1' });
    const accessible = compiler.report(exampleContent(120, 300));
    expect(runPdfTool('pdfinfo', accessible, ['-meta', '{pdf}']).stdout).toMatch(/<pdfuaid:part>1</);
    expect(structure(accessible)).toMatch(/^Document\n/);
    expect(structure(pdf)).toBe(structure(accessible));
  });
});

/** All elements, without the boxes that only PDF/UA-1 wants and without numbers of objects. */
const structure = (pdf: Uint8Array): string =>
  runPdfTool('pdfinfo', pdf, ['-struct', '{pdf}'])
    .stdout.replace(/^ +\/BBox .*\n/gm, '')
    .replace(/:$/gm, '')
    .replace(/Object \d+/g, 'Object');

withTools('a long report', () => {
  test('has contents with page numbers that are true, and bookmarks', async ({ pool }) => {
    const pdf = await render(pool, exampleContent(120, 300));
    const pages = pdfText(pdf).split('\f');
    const entries = [...(pages[1] ?? '').matchAll(/^(\d) +(\w+)[ \u2060]+(\d+)$/gm)];
    expect(entries.map(([, , name]) => name)).toEqual(
      expect.arrayContaining(['Operation', 'Ships', 'Parties', 'Documents', 'Approvals', 'Activity']),
    );
    for (const [, number, name, page] of entries) {
      expect(pages[Number(page) - 1]).toMatch(new RegExp(`^${number} +${name}$`, 'm'));
    }
    const outline = runPdfTool('qpdf', pdf, ['--json=2', '--json-key=outlines', '{pdf}', '-']).stdout;
    for (const title of ['Verdict', '4  Documents', '6  Activity']) expect(outline).toContain(`"${title}"`);
  });

  test('is one of many pages only', async ({ pool }) => {
    expect(pdfText(await render(pool, exampleContent(12, 20)))).not.toMatch(/^Contents$/m);
  });
});

withTools('hostile text', () => {
  const HOSTILE = [
    '#read("/etc/passwd")',
    '#eval("1")',
    '<script>alert(1)</script>',
    '=HYPERLINK("http://example.com";"x")',
    '*bold* _it_ $x^2$ @ref <label> \\ // /* */ `raw`',
    '{{7*7}} #{7*7} <%= 7*7 %>',
  ];

  test.for(HOSTILE)('is printed as it was typed: %s', async (title, { pool }) => {
    const content = changed(
      ({ room, documents, activity }) => {
        room.title = title;
        for (const document of documents ?? []) document.notes = title;
        for (const entry of activity ?? []) entry.summary = title;
      },
      2,
      2,
    );
    const text = flat(pdfText(await render(pool, content)));
    expect(text.split(flat(title)).length).toBeGreaterThanOrEqual(6);
  });

  test('what cannot be printed is marked, and the attached data keeps it', async ({ pool }) => {
    const title = 'ship 🚢 \u202egnp.exe\u202c\u2066 \u0007 ⠀ \ud800 \ue000 e\u0301';
    const content = changed(
      ({ room }) => {
        room.title = title.replace('\ud800', '');
      },
      1,
      1,
    );
    const pdf = await render(pool, content);
    const text = pdfText(pdf);
    for (const marker of [
      '[U+1F6A2]',
      '[U+202E]gnp.exe[U+202C][U+2066]',
      '[U+0007]',
      '[U+2800]',
      '[U+E000]',
    ]) {
      expect(text).toContain(marker);
    }
    const attached = runPdfTool('pdfdetach', pdf, ['-save', '1', '-o', '{out}', '{pdf}']).out();
    expect(attached.toString()).toBe(canonicalJson(content));
    expect(checkPdf(pdf)).toContain('No syntax');
  });

  test.for(['┷\u032f ࣻ', 'ۜ㏬\u0309', 'ש\u0351', '가\u0336 क\u0483'])(
    'a mark that no font has together with its letter is marked: %s',
    async (notes, { pool }) => {
      const content = changed(({ documents }) => Object.assign(documents?.[0] ?? {}, { notes }), 1, 1);
      expect(pdfText(await render(pool, content))).toMatch(/U\+0\w{3}/);
    },
  );

  test('values that no rule of ours allows are printed, too', async ({ pool }) => {
    const odd = 'od\u202ed_ 🚢';
    const content = changed(
      ({ room, documents, approvals, activity, parties, vessels }) => {
        Object.assign(room, {
          status: odd,
          sts_eta: odd,
          time_zone: odd,
          created_at: odd,
          operation_mode: odd,
        });
        for (const one of documents ?? []) {
          Object.assign(one, {
            status: odd,
            category: odd,
            criticality: odd,
            priority: odd,
            expires_on: odd,
          });
        }
        for (const one of approvals ?? [])
          Object.assign(one, { status: odd, requested_at: odd, party_role: odd });
        for (const one of activity ?? []) one.at = odd;
        for (const one of parties) Object.assign(one, { role: odd });
        for (const one of vessels) Object.assign(one, { operation_role: odd, status: odd });
      },
      2,
      2,
    );
    expect(pdfText(await render(pool, content))).toContain('[U+202E]d');
  });

  test('10,000 characters without a space come out complete', async ({ pool }) => {
    const word = Array.from({ length: 2000 }, (_, index) => String(index).padStart(5, 'x')).join('');
    const content = changed(
      ({ room, documents, activity, parties, approvals, verdict, vessels }) => {
        room.title = word;
        room.description = word;
        for (const document of documents ?? []) document.notes = word;
        for (const entry of activity ?? []) entry.summary = word;
        for (const approval of approvals ?? []) approval.note = word;
        for (const party of parties) party.email = word;
        for (const vessel of vessels) vessel.owner = word;
        for (const reason of verdict.reasons) reason.text = word;
      },
      1,
      1,
    );
    const text = flat(
      pdfText(await render(pool, content))
        .replace(/^Times are UTC unless.*$/gm, '')
        .replace(/^.*Clearance record$/gm, '')
        .replace(
          /^(Document Ship Criticality Status Expiry|Time \(UTC\) Who What|Name Role Company E-mail)$/gm,
          '',
        ),
    );
    expect(text.split(word).length).toBeGreaterThan(5);
  });
});
