import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { PLOT_COLOURS } from '../../../theme/plot-colours.ts';
import type { Point } from './metrics-query.ts';
import { plotOptions } from './plot-options.ts';
import type { PlotDescription } from './plots.ts';

interface TimePlotProps {
  plot: PlotDescription;
  points: readonly Point[];
  /** Called with the index of the point under the pointer, or null. */
  onPoint(index: number | null): void;
}

/** A plot over time. It is hidden from assistive tools, which can use the table of the same numbers. */
export function TimePlot({ plot, points, onPoint }: TimePlotProps) {
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  useEffect(() => {
    if (!canvas.current || width === 0) return undefined;
    const options = plotOptions(plot, points, PLOT_COLOURS[scheme]);
    const onCursor = ({ cursor }: UPlot) => onPoint(cursor.idx ?? null);
    const drawn = new UPlot(
      { ...options, width, hooks: { setCursor: [onCursor] } },
      dataOf(plot, points),
      canvas.current,
    );
    return () => drawn.destroy();
  }, [plot, points, width, scheme, onPoint]);
  return (
    <div ref={ref} aria-hidden>
      <div ref={canvas} />
    </div>
  );
}

function dataOf({ kind, lines }: PlotDescription, points: readonly Point[]): UPlot.AlignedData {
  const times = points.map(({ time }) => Date.parse(time) / 1000);
  const columns = lines.map(({ field }) => points.map((point) => point[field]));
  return [times, ...(kind === 'count' ? stack(columns) : columns)];
}

/** Stacks the columns: each contains the sum of itself and all later ones. Later columns are drawn in front. */
const stack = (columns: (number | null)[][]): number[][] =>
  columns.map((column, first) =>
    column.map((_, at) => columns.slice(first).reduce((sum, values) => sum + (values[at] ?? 0), 0)),
  );
