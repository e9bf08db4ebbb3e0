// The same room through Roomshot and through what somebody would pick instead, in one run: npm run bench:compare
import { loadavg } from 'node:os';
import { exampleContent } from '../../test/support/example-content.ts';
import { spread } from '../statistics.ts';
import { openChromium } from './chromium.ts';
import { type Contender, NotInstalled, type OpenContender } from './contender.ts';
import { examine, type Findings } from './findings.ts';
import { openPdfkit } from './pdfkit.ts';
import { openPdfmake } from './pdfmake.ts';
import { processTimeMs } from './process-time.ts';
import { openReactPdf } from './react-pdf.ts';
import { openReportlab } from './reportlab.ts';
import { openRoomshot } from './roomshot.ts';

const CONTENDERS: Record<string, OpenContender> = {
  Roomshot: openRoomshot,
  'Chromium, printing HTML': openChromium,
  pdfmake: openPdfmake,
  '@react-pdf/renderer': openReactPdf,
  PDFKit: openPdfkit,
  ReportLab: openReportlab,
};
const ROOMS = [
  { documents: 12, activities: 20, times: 15 },
  { documents: 120, activities: 300, times: 7 },
  { documents: 1000, activities: 5000, times: 3 },
] as const;
/** Processor time; whoever needs more for a room is spared the larger ones. */
const PATIENCE_MS = 600;

/** Medians in milliseconds: by the clock, and of processor time. */
interface Times {
  wall: number;
  processor: number;
}

interface Result {
  name: string;
  times: (Times | undefined)[];
  findings: Findings;
}

const load = () => (loadavg()[0] ?? 0).toFixed(1);
const loadBefore = load();
const results: Result[] = [];
for (const [name, open] of Object.entries(CONTENDERS)) {
  try {
    await using contender = await open();
    results.push({ name, ...(await measure(contender)) });
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error;
    console.error(`Left out: ${name}, because ${error.message} is not installed.`);
  }
}
print(results);
console.log(`\nLoad average ${loadBefore} before and ${load()} after, with one renderer at work.`);

async function measure(contender: Contender): Promise<Omit<Result, 'name'>> {
  let salt = 1;
  const times: Result['times'] = [];
  let findings: Findings | undefined;
  for (const { documents, activities, times: count } of ROOMS) {
    const [before] = times.slice(-1);
    if (times.length > 0 && (!before || before.processor > PATIENCE_MS)) {
      times.push(undefined);
      continue;
    }
    const pdf = await contender.render(exampleContent(documents, activities, salt++));
    findings ??= examine(pdf);
    const wall: number[] = [];
    const processor: number[] = [];
    for (let index = 0; index < count; index++) {
      const content = exampleContent(documents, activities, salt++);
      const [clock, used] = [performance.now(), processTimeMs()];
      await contender.render(content);
      wall.push(performance.now() - clock);
      processor.push(processTimeMs() - used);
    }
    times.push({ wall: spread(wall).p50, processor: spread(processor).p50 });
  }
  if (!findings) throw new Error('Nothing was rendered.');
  return { times, findings };
}

/** A table in Markdown: milliseconds by the clock / of processor time, and that as a ratio to the first row. */
function print([ours, ...others]: Result[]): void {
  if (!ours) return;
  const cell = (times: Times | undefined, column: number): string => {
    const base = ours.times[column];
    if (!times || !base) return '–';
    const ratio = (times.processor / base.processor).toFixed(1);
    return `${times.wall.toFixed(0)} / ${times.processor.toFixed(0)} (${ratio})`;
  };
  const rooms = ROOMS.map(({ documents, activities }) => `${documents} + ${activities}`);
  console.log(
    `| with | ${rooms.join(' | ')} | lacks |\n| --- | ${rooms.map(() => '---:').join(' | ')} | --- |`,
  );
  for (const { name, times, findings } of [ours, ...others]) {
    console.log(`| ${name} | ${times.map(cell).join(' | ')} | ${findings.lacks.join(', ') || 'nothing'} |`);
  }
}
