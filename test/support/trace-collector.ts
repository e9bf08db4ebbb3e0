import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as OTLP has it in JSON. */
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code: number; message?: string };
  attributes: Record<string, string | number>;
  /** Of the service that sent it. */
  resource: Record<string, string | number>;
}

interface KeyValue {
  key: string;
  value: { stringValue?: string; intValue?: number };
}

/** What is sent, as far as it matters here. */
interface TracesMessage {
  resourceSpans: {
    resource: { attributes: KeyValue[] };
    scopeSpans: { spans: (Omit<ReceivedSpan, 'attributes' | 'resource'> & { attributes: KeyValue[] })[] }[];
  }[];
}

/** Receives traces by OTLP over HTTP, in JSON. */
export interface TraceCollector extends AsyncDisposable {
  url: string;
  /** Header of the last request. */
  header(name: string): string | undefined;
  requests: number;
  spans: ReceivedSpan[];
}

export async function startCollector(): Promise<TraceCollector> {
  let headers: NodeJS.Dict<string | string[]> = {};
  const server = createServer(async (request, response) => {
    headers = { ...request.headers, path: request.url };
    const body = Buffer.concat(await request.toArray()).toString();
    collector.requests++;
    collector.spans.push(...spansOf(JSON.parse(body)));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const collector: TraceCollector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    header: (name) => headers[name]?.toString(),
    requests: 0,
    spans: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return collector;
}

const spansOf = ({ resourceSpans }: TracesMessage): ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        ...span,
        attributes: plain(span.attributes),
        resource: plain(resource.attributes),
      })),
    ),
  );

const plain = (attributes: KeyValue[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? '']));
