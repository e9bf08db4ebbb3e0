import type { components } from '../contract/schema.d.ts';

/** What others changed in a room, if a change was made on an earlier revision. */
export type RoomChangedDetails = components['schemas']['RoomChanged']['details'];

interface FieldProblem {
  loc: readonly string[];
  msg: string;
}

interface Body {
  code?: string;
  detail?: string | FieldProblem[];
  details?: RoomChangedDetails;
}

/** An error response of the server or of a proxy (RFC 9457), or a failed connection. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** The HTTP status; 0 if there was no response. */
  readonly status: number;
  /** The stable code of the error. Decide by this code, never by the text. */
  readonly code: string;
  /** The error of each invalid field of the body, by the name of the field. */
  readonly fields: Readonly<Record<string, string>>;
  /** Only with the code `room_changed`. */
  readonly details: RoomChangedDetails | undefined;

  constructor(
    status: number,
    code: string,
    detail: string,
    {
      fields = {},
      details,
    }: { fields?: Record<string, string>; details?: RoomChangedDetails | undefined } = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.details = details;
  }

  /** Whether a retry can succeed. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Returns the errors of the fields that the server rejected. It is empty for any other error. */
export const fieldErrors = (error: unknown): Readonly<Record<string, string>> =>
  error instanceof ApiProblem ? error.fields : {};

export const unreachable = (): ApiProblem =>
  new ApiProblem(0, 'unreachable', 'The server cannot be reached. Check your connection, then try again.');

/** Reads an error response. A response of a proxy may have another format. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body = await response.json().catch(() => ({}));
  const { code = 'unknown', detail, details } = body as Body;
  if (Array.isArray(detail)) {
    const fields = Object.fromEntries(detail.map(({ loc, msg }) => [loc.at(-1) ?? '', msg]));
    const text = detail.map(({ loc, msg }) => `${loc.slice(1).join('.') || 'The request'}: ${msg}`).join(' ');
    return new ApiProblem(response.status, code, text, { fields });
  }
  return new ApiProblem(
    response.status,
    code,
    detail ?? `The server responded with status ${response.status}. Try again.`,
    { details },
  );
}
