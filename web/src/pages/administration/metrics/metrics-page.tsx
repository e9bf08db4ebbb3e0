import { SegmentedControl, SimpleGrid, Text, Title, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FigureList } from '../../../components/figure-list.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { ProblemState } from '../../../components/problem-state.tsx';
import { Section } from '../../../shell/section.tsx';
import { CountTable } from './count-table.tsx';
import { figuresOf } from './figures.ts';
import { metricsQuery, type Summary } from './metrics-query.ts';
import { PlotCard } from './plot-card.tsx';
import { PLOTS } from './plots.ts';
import { SlowestRoutes } from './slowest-routes.tsx';

const PERIODS = [
  { value: '1', label: '1 h' },
  { value: '6', label: '6 h' },
  { value: '24', label: '24 h' },
  { value: '72', label: '3 d' },
  { value: '168', label: '7 d' },
];
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' });

const hoursText = (hours: number): string => (hours === 1 ? 'hour' : `${hours} hours`);

/** The metrics of the server. */
export default function MetricsPage() {
  const [hours, setHours] = useState('24');
  const { data, error, refetch } = useQuery(metricsQuery(Number(hours)));
  const period = (
    <div>
      <VisuallyHidden id="period">Period</VisuallyHidden>
      <SegmentedControl aria-labelledby="period" data={PERIODS} value={hours} onChange={setHours} />
    </div>
  );
  return (
    <Section title="Metrics" actions={period}>
      {error && (
        <ProblemState
          title={data ? 'These numbers are out of date' : 'The metrics cannot be shown'}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <LoadingState what="metrics" />}
      {data && (
        <>
          <Text size="sm" c="dimmed">
            The last {hoursText(data.summary.period_hours)} until{' '}
            {CLOCK.format(new Date(data.summary.timestamp))} UTC, in steps of {data.series.step_seconds / 60}{' '}
            min. The numbers update automatically.
          </Text>
          <FigureList figures={figuresOf(data.summary)} />
          <Title order={2}>Over time (UTC)</Title>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            {PLOTS.map((plot) => (
              <PlotCard key={plot.title} plot={plot} points={data.series.points} />
            ))}
          </SimpleGrid>
          <Failures summary={data.summary} />
          <SlowestRoutes endpoints={data.summary.api_performance.endpoints} />
        </>
      )}
    </Section>
  );
}

const Failures = ({ summary }: { summary: Summary }) => (
  <SimpleGrid cols={{ base: 1, md: 2 }}>
    <CountTable
      title="Failed snapshots by reason"
      of="Reason"
      counts={summary.pdf_generation.failures}
      none="No snapshot failed in this period."
      help="The log has a line “failed” with each cause. You can retry the tasks."
    />
    <CountTable
      title="Responses by HTTP status"
      of="Status"
      counts={summary.api_performance.statuses}
      none="There were no requests in this period."
      help="2xx and 304: done. 4xx: rejected. 429: too many requests from one address. 5xx: the server failed. 503: too many waiting tasks."
    />
  </SimpleGrid>
);
