import UPlot from 'uplot';
import { numberText } from '../../../components/number-text.ts';
import type { PLOT_COLOURS } from '../../../theme/plot-colours.ts';
import type { Point } from './metrics-query.ts';
import type { PlotDescription, PlotLine } from './plots.ts';

type Colours = (typeof PLOT_COLOURS)['light' | 'dark'];

const HEIGHT = 190;
const FONT = "12px 'Source Sans 3 Variable', sans-serif";
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000];
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Returns the options of a plot. Its times are UTC. */
export function plotOptions(
  { kind, lines }: PlotDescription,
  points: readonly Point[],
  colours: Colours,
): Omit<UPlot.Options, 'width'> {
  const axis = { stroke: colours.text, font: FONT, ticks: { show: false } };
  const isWhole = kind === 'count' || lines.some(({ field }) => field === 'queue_depth');
  return {
    height: HEIGHT,
    legend: { show: false },
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'metrics' } },
    scales: {
      y: { range: (_plot, _least, most) => (kind === 'percent' ? [0, 100] : [0, (most || 1) * 1.08]) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 30,
        space: 64,
        values: (_plot, splits) => splits.map(timeText),
      },
      {
        ...axis,
        grid: { stroke: colours.line, width: 1 },
        size: 52,
        values: (_plot, splits) => splits.map(numberText),
        ...(isWhole && { incrs: WHOLE_STEPS }),
      },
    ],
    series: [
      {},
      ...lines.map((line, place) =>
        kind === 'count' ? bars(line, colours) : curve(line, place, points, colours),
      ),
    ],
  };
}

const timeText = (seconds: number): string =>
  (seconds % 86_400 === 0 ? DAY : TIME).format(new Date(seconds * 1000));

const bars = ({ label, colour }: PlotLine, colours: Colours): UPlot.Series => ({
  label,
  fill: colours[colour],
  points: { show: false },
  ...(UPlot.paths.bars && { paths: UPlot.paths.bars({ size: [0.8, 24], align: 1 }) }),
});

/** Returns a line. The second line of a plot is dashed, so that it differs not only by its colour. */
function curve(
  { label, colour, field }: PlotLine,
  place: number,
  points: readonly Point[],
  colours: Colours,
): UPlot.Series {
  const isMeasured = (at: number) => points[at]?.[field] != null;
  // A value without neighbours has no line, so it needs a point.
  const isolated = points.flatMap((_, at) =>
    isMeasured(at) && !isMeasured(at - 1) && !isMeasured(at + 1) ? [at] : [],
  );
  return {
    label,
    stroke: colours[colour],
    width: 2,
    ...(place > 0 && { dash: [6, 4] }),
    points: { show: true, size: 6, fill: colours[colour], filter: () => isolated },
  };
}
