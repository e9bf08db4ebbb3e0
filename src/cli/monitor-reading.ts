import type { Static } from 'typebox';
import type { Config } from '../app/config.ts';
import type { ListedTaskResponse } from '../http/api/automation/task-response.ts';
import { AppError } from '../platform/kernel/errors.ts';
import type { MetricsSeries } from '../platform/metrics/metrics-series.ts';
import type { MetricsSummary } from '../platform/metrics/metrics-summary.ts';
import { findRunningServer } from './admin-api.ts';

/** One reading of the server. */
export type MonitorReading = ServerUp | ServerAway;

export interface ServerUp {
  time: string;
  state: 'up';
  address: string;
  /** Of the last hour. */
  summary: MetricsSummary;
  /** The last hour, the oldest minute first; the last one is not over yet. */
  minutes: MetricsSeries['points'];
  /** The newest first. */
  recent_failures: Static<typeof ListedTaskResponse>[];
}

export interface ServerAway {
  time: string;
  /** The server is missing, or too busy to respond. */
  state: 'away' | 'refusing';
  /** Why, for the operator. */
  reason: string;
}

const ANSWER_TIMEOUT_MS = 10_000;
const FAILURES = 5;

/** Asks the server that runs on the data folder; one that does not answer is away, and that is no error. */
export async function readMonitor(
  config: Pick<Config, 'dataFolder'>,
  stopped?: AbortSignal,
): Promise<MonitorReading> {
  const time = new Date().toISOString();
  const api = await findRunningServer(config);
  if (!api) return { time, state: 'away', reason: `No server runs on ${config.dataFolder}.` };
  const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_TIMEOUT_MS), ...(stopped ? [stopped] : [])]);
  const get = async (path: string) =>
    (await api.send('GET', `/snapshots/${path}`, undefined, signal)).json() as Promise<unknown>;
  try {
    const [summary, series, failed] = await Promise.all([
      get('metrics/summary?hours=1') as Promise<MetricsSummary>,
      get('metrics/series?hours=1&step=60') as Promise<MetricsSeries>,
      get(`tasks?status=failed&limit=${FAILURES}`) as Promise<{ items: ServerUp['recent_failures'] }>,
    ]);
    const { address } = api;
    return { time, state: 'up', address, summary, minutes: series.points, recent_failures: failed.items };
  } catch (error) {
    if (error instanceof AppError) return { time, state: stateAfter(error), reason: error.message };
    throw error;
  }
}

const stateAfter = ({ code }: AppError): ServerAway['state'] =>
  code === 'server_unreachable' ? 'away' : 'refusing';
