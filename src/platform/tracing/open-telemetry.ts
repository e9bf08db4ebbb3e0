import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { AppError } from '../kernel/errors.ts';
import { createSpanExporter } from './span-exporter.ts';
import type { Tracing } from './tracing.ts';

interface TracingOptions {
  version: string;
  log: { warn(fields: object, message: string): void };
}

/**
 * Sends spans by OTLP to the endpoint in the environment. It has no global state, so one process can have two
 * instances.
 */
export function openTracing({ version, log }: TracingOptions): Tracing {
  const provider = new TracerProvider({
    resource: describeService(version),
    spanProcessors: [new BatchSpanProcessor({ exporter: createSpanExporter(log) })],
  });
  const tracer = provider.getTracer('roomshot', version);
  const propagator = new W3CTraceContextPropagator();
  const current = new AsyncLocalStorage<Context>();
  const active = (): Context => current.getStore() ?? ROOT_CONTEXT;
  const continued = (headers: Record<string, unknown>): Context =>
    propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
  const runIn = <T>(span: Span, from: Context, work: () => Promise<T>): Promise<T> =>
    current.run(trace.setSpan(from, span), () => endWith(span, work));

  return {
    step: (name, work) => runIn(tracer.startSpan(name, {}, active()), active(), work),
    task({ name, traceparent, attributes }, work) {
      const from = continued({ traceparent });
      const options = { kind: SpanKind.CONSUMER, attributes: ownNames(attributes) };
      return runIn(tracer.startSpan(name, options, from), from, work);
    },
    startRequest({ method, route, headers, requestId }) {
      const from = continued(headers);
      const attributes = {
        'http.request.method': method,
        ...(route !== undefined && { 'http.route': route }),
        ...ownNames({ request_id: requestId }),
      };
      const name = route === undefined ? method : `${method} ${route}`;
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, from);
      return {
        run: (work) => current.run(trace.setSpan(from, span), work),
        end(status) {
          span.setAttribute('http.response.status_code', status);
          if (status >= 500) markFailed(span, String(status));
          span.end();
        },
      };
    },
    traceparent() {
      const carrier: { traceparent?: string } = {};
      propagator.inject(active(), carrier, defaultTextMapSetter);
      return carrier.traceparent;
    },
    close: () =>
      provider.shutdown().catch((err: unknown) => log.warn({ err }, 'the last traces could not be sent')),
  };
}

/** Describes the service. `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` have precedence. */
const describeService = (version: string) =>
  defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'roomshot', 'service.version': version }))
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }));

async function endWith<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    markFailed(span, typeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** Returns the type of an error. The message may contain data of a room, so it is left out. */
const typeOf = (error: unknown): string => {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.constructor.name : 'unknown';
};

function markFailed(span: Span, type: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', type);
}

const ownNames = (attributes: Record<string, string | number | undefined>) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`roomshot.${name}`, value]));
