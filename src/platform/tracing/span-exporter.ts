import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { SpanExporter } from '@opentelemetry/sdk-trace';

const SILENCE_MS = 60_000;

/** Creates an exporter that logs its failures, at most once a minute. */
export function createSpanExporter(log: { warn(fields: object, message: string): void }): SpanExporter {
  const exporter = new OTLPTraceExporter();
  let quietUntil = 0;
  let lost = 0;

  function complain(spans: number, error: Error | undefined): void {
    lost += spans;
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + SILENCE_MS;
    log.warn({ spans: lost, reason: error?.message }, 'traces could not be sent');
    lost = 0;
  }

  return {
    export: (spans, done) =>
      exporter.export(spans, ({ code, error }) => {
        if (code !== ExportResultCode.SUCCESS) complain(spans.length, error);
        // The caller cannot handle the error either.
        done({ code: ExportResultCode.SUCCESS });
      }),
    shutdown: () => exporter.shutdown(),
  };
}
