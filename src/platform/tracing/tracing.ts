/** Records work as spans of a trace. */
export interface Tracer {
  /** Records a part of the current work. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Records a task that another request started. An error reaches the trace and the caller. */
  task<T>(task: TracedTask, work: () => Promise<T>): Promise<T>;
}

interface TracedTask {
  name: string;
  /** The trace context of the request (W3C). Without it, a new trace begins. */
  traceparent: string | undefined;
  /** Ids and numbers only: traces go to other systems. */
  attributes: Record<string, string | number | undefined>;
}

export interface TracedRequest {
  method: string;
  /** The pattern of the route, never the path. It is undefined if no route matches. */
  route: string | undefined;
  /** The headers of the request. A `traceparent` header continues its trace. */
  headers: Record<string, unknown>;
  requestId: string;
}

export interface RequestSpan {
  /** Runs `work` as part of the request, with all that follows from it. */
  run(work: () => void): void;
  end(status: number): void;
}

export interface Tracing extends Tracer {
  startRequest(request: TracedRequest): RequestSpan;
  /** Returns the trace context for a new task, or undefined if tracing is off. */
  traceparent(): string | undefined;
  /** Sends the remaining spans. It never rejects. */
  close(): Promise<void>;
}

/** The tracer if tracing is off. */
export const untraced: Tracer = {
  step: (_name, work) => work(),
  task: (_task, work) => work(),
};
