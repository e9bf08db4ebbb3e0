interface FieldProblem {
  loc: readonly string[];
  msg: string;
}

/** What the server, or the way to it, said instead of an answer (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** Of HTTP; 0 if the server was not reached. */
  readonly status: number;
  /** Stable: decide by this, never by the text. */
  readonly code: string;
  /** What is wrong with each field of the body, by its name. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, code: string, detail: string, fields: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }

  /** Whether to try again may help. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export const notReached = (): ApiProblem =>
  new ApiProblem(0, 'not_reached', 'The server cannot be reached. Check your connection, then try again.');

/** Reads a refusal, also one that a proxy on the way made up. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body = await response.json().catch(() => ({}));
  const { code = 'unknown', detail } = body as { code?: string; detail?: string | FieldProblem[] };
  if (Array.isArray(detail)) {
    const fields = Object.fromEntries(detail.map(({ loc, msg }) => [loc.at(-1) ?? '', msg]));
    const text = detail.map(({ loc, msg }) => `${loc.slice(1).join('.') || 'The request'}: ${msg}`).join(' ');
    return new ApiProblem(response.status, code, text, fields);
  }
  return new ApiProblem(
    response.status,
    code,
    detail ?? `The server answered ${response.status}. Try again.`,
  );
}
