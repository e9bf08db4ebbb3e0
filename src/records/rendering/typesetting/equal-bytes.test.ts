import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
import { exampleContent } from '../../../../test/support/example-content.ts';
import { test } from '../../../../test/support/render-test.ts';
import { RenderPool } from '../pool/render-pool.ts';

// Equal content gives equal bytes, wherever and whenever an edition is made.

const LIMITS = { timeoutMs: 60_000 };
test('in other processes and after other reports', async ({ pool }) => {
  const content = exampleContent(30, 80);
  const first = await pool.renderReport(content, LIMITS);
  await pool.renderReport(exampleContent(3, 3, 9), LIMITS);
  await using other = createClosingPool();
  const later = await other.renderReport(structuredClone(content), LIMITS);
  expect(Buffer.compare(first, later)).toBe(0);
  expect(Buffer.compare(first, await pool.renderReport(content, LIMITS))).toBe(0);
  expect(Buffer.compare(first, await pool.renderReport(exampleContent(30, 80, 1), LIMITS))).not.toBe(0);
});

// What is written here came from another machine. It changes with a template, a font, the typesetter or the
// compression, and with nothing else: then `npm test -- --project unit equal-bytes --update` writes it anew.
test('on other machines, on another day and in another time zone', () => {
  const here = hashesOfEditions('', 'UTC');
  expect(here).toMatchInlineSnapshot(`
    {
      "csv": "2fc71ae486c39665fefa827ff760552d18abcd1623bc107da9a7d3966d5848b5",
      "json": "64c8f5a15e20ff7d6da65def15d4647c566a355a5035c8422a7017a0cb2cf849",
      "pdf": "8d00d527d81d9ff2620f6e9534d378baeba7f5daa7f8e269406f75637ac8ef61",
    }
  `);
  const later = 'const now = Date.now; Date.now = () => now() + 86_400_000 * 400;\n';
  expect(hashesOfEditions(later, 'Pacific/Auckland')).toEqual(here);
});

const createClosingPool = () => {
  const pool = new RenderPool({ processes: 1, memoryLimitMb: 500, rendersBeforeRecycling: 1 });
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.close() });
};

/** The SHA-256 of each edition of one room, from a process of its own. */
function hashesOfEditions(clock: string, timeZone: string): unknown {
  const script = `
    import { exampleContent } from './test/support/example-content.ts';
    import { renderCsvEdition } from './src/records/editions/csv-edition.ts';
    import { renderJsonEdition } from './src/records/editions/json-edition.ts';
    import { sha256 } from './src/platform/kernel/hash.ts';
    import { ReportCompiler } from './src/records/rendering/typesetting/report-compiler.ts';
    ${clock}
    const content = exampleContent(30, 80);
    const editions = {
      pdf: new ReportCompiler().report(content),
      json: renderJsonEdition(content),
      csv: renderCsvEdition(content),
    };
    for (const [type, bytes] of Object.entries(editions)) editions[type] = sha256(bytes);
    console.log(JSON.stringify(editions));`;
  const output = execFileSync(
    process.execPath,
    ['--no-warnings', '--input-type=module-typescript', '-e', script],
    { cwd: `${import.meta.dirname}/../../../..`, env: { TZ: timeZone }, encoding: 'utf8' },
  );
  return JSON.parse(output);
}
