/** Shows work as spans of a trace. */
export interface Tracer {
  /** A part of whatever is under way. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Work that was asked for elsewhere. It fails in the trace as it does for the caller. */
  task<T>(task: TracedTask, work: () => Promise<T>): Promise<T>;
}

interface TracedTask {
  name: string;
  /** Of whoever asked for it (W3C Trace Context); a trace of its own begins without. */
  traceparent: string | undefined;
  /** Ids and numbers only: traces go to other systems. */
  attributes: Record<string, string | number | undefined>;
}

export interface TracedRequest {
  method: string;
  /** The pattern, never the path; undefined if there is no route for the request. */
  route: string | undefined;
  /** A `traceparent` among them is continued. */
  headers: Record<string, unknown>;
  requestId: string;
}

export interface RequestSpan {
  /** What is done in `work`, and what follows from it, belongs to the request. */
  run(work: () => void): void;
  end(status: number): void;
}

export interface Tracing extends Tracer {
  startRequest(request: TracedRequest): RequestSpan;
  /** For a task that is asked for here; undefined where nothing is traced. */
  traceparent(): string | undefined;
  /** Sends what is left. Never fails. */
  close(): Promise<void>;
}

/** For when nobody wants traces. */
export const untraced: Tracer = {
  step: (_name, work) => work(),
  task: (_task, work) => work(),
};
