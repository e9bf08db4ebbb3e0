import { join } from 'node:path';
import { startServer } from '../server.ts';
import { spread } from '../statistics.ts';
import { checkOut, programIn } from './checkout.ts';
import { type Figures, measurePiece, prepareRooms } from './pieces.ts';

const ROUNDS = 9;

/** Runs this version and another commit in turn, and prints each figure of both, and their ratio. */
export async function compareWith(ref: string): Promise<void> {
  await using checkout = await checkOut(ref);
  await using here = await startServer({ program: programIn(join(import.meta.dirname, '../..')) });
  await using there = await startServer({ program: checkout.program, settings: otherDatabase() });
  const sides = [
    { server: here, rooms: await prepareRooms(here), pieces: [] as Figures[] },
    { server: there, rooms: await prepareRooms(there), pieces: [] as Figures[] },
  ];
  for (let round = 0; round < ROUNDS; round++) {
    // Whoever comes second finds a warmer or a busier machine.
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      side.pieces.push(await measurePiece(side.server, side.rooms));
    }
  }
  const [ours = [], theirs = []] = sides.map(({ pieces }) => pieces);
  console.log(`medians of ${ROUNDS} rounds in turn; the ratio of a round is this version to ${ref}\n`);
  console.log(
    `${''.padEnd(46)}${'this'.padStart(9)}${ref.slice(0, 8).padStart(9)}    ratio  (lowest to highest)`,
  );
  for (const name of Object.keys(ours[0] ?? {})) console.log(row(name, ours, theirs));
  console.log(row('MB at rest, all processes', [memory(here)], [memory(there)]));
}

/** Two versions cannot share a database. */
function otherDatabase(): Record<string, string> {
  const { DATABASE_URL, AGAINST_DATABASE_URL } = process.env;
  if (DATABASE_URL && !AGAINST_DATABASE_URL)
    throw new Error('AGAINST_DATABASE_URL must name an empty database for the other commit.');
  return AGAINST_DATABASE_URL ? { DATABASE_URL: AGAINST_DATABASE_URL } : {};
}

const memory = (server: { memoryMb(): number }): Figures => ({
  'MB at rest, all processes': server.memoryMb(),
});

function row(name: string, ours: readonly Figures[], theirs: readonly Figures[]): string {
  const figures = (pieces: readonly Figures[]) => pieces.map((piece) => piece[name] ?? Number.NaN);
  const ratios = figures(ours).map((value, round) => value / (figures(theirs)[round] ?? Number.NaN));
  const [one, other, ratio] = [figures(ours), figures(theirs), ratios].map((values) => spread(values).p50);
  const lowest = Math.min(...ratios).toFixed(2);
  const highest = Math.max(...ratios).toFixed(2);
  const values = [one, other].map((value = 0) => value.toFixed(1).padStart(9)).join('');
  return `${name.padEnd(46)}${values}${(ratio ?? 0).toFixed(2).padStart(9)}  (${lowest} to ${highest})`;
}
