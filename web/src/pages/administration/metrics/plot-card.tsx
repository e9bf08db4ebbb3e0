import { Button, Group, Text, Title, useComputedColorScheme } from '@mantine/core';
import { Table2 } from 'lucide-react';
import { memo, useId, useState } from 'react';
import { measureText } from '../../../components/number-text.ts';
import { WhenBad } from '../../../components/when-bad.tsx';
import { PLOT_COLOURS } from '../../../theme/plot-colours.ts';
import type { Point } from './metrics-query.ts';
import classes from './plot-card.module.css';
import { PlotTable } from './plot-table.tsx';
import type { PlotDescription } from './plots.ts';
import { TimePlot } from './time-plot.tsx';

interface PlotCardProps {
  plot: PlotDescription;
  points: readonly Point[];
}

/** One plot with its meaning, its legend, and a table of its numbers. */
export const PlotCard = memo(function PlotCard({ plot, points }: PlotCardProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const heading = useId();
  return (
    <section className={classes.card} aria-labelledby={heading}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={3} id={heading}>
          {plot.title}
          {plot.unit && <span className={classes.unit}> ({plot.unit})</span>}
        </Title>
        <Button
          size="compact-xs"
          variant={asTable ? 'filled' : 'default'}
          aria-pressed={asTable}
          aria-label={`Table of ${plot.title}`}
          leftSection={<Table2 size={14} aria-hidden />}
          onClick={() => setAsTable(!asTable)}
        >
          Table
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {plot.meaning}
      </Text>
      {asTable ? (
        <PlotTable plot={plot} points={points} />
      ) : (
        <>
          <Key plot={plot} point={pointed === null ? undefined : points[pointed]} />
          <TimePlot plot={plot} points={points} onPoint={setPointed} />
        </>
      )}
      <WhenBad>{plot.whenBad}</WhenBad>
    </section>
  );
});

const AT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** The legend of a plot, with the values at the pointer. */
function Key({ plot, point }: { plot: PlotDescription; point: Point | undefined }) {
  const colours = PLOT_COLOURS[useComputedColorScheme('light', { getInitialValueInEffect: false })];
  return (
    <div className={classes.key}>
      {plot.lines.map(({ label, colour, field }, place) => (
        <span key={field} className={classes.entry}>
          <svg width="22" height="10" aria-hidden focusable="false">
            {plot.kind === 'count' ? (
              <rect width="10" height="10" x="6" fill={colours[colour]} />
            ) : (
              <path
                d="M0 5h22"
                stroke={colours[colour]}
                strokeWidth="2.5"
                strokeDasharray={place > 0 ? '6 4' : undefined}
              />
            )}
          </svg>
          {label}
          {point && <b>{measureText(point[field], plot.unit)}</b>}
        </span>
      ))}
      {point && <span className={classes.at}>{AT.format(new Date(point.time))} UTC</span>}
    </div>
  );
}
