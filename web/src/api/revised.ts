/** Something of a room, and the revision of the room at which it was read. */
export interface Revised<Value> {
  value: Value;
  /** Undefined if a proxy removed it. */
  revision: number | undefined;
}

/** The headers of a change that is made only on one revision. */
export interface IfMatch {
  'If-Match'?: string;
}

/** Returns the body of a response with its revision: `await revisedBodyOf(api.GET('/api/v1/rooms/{room_id}/vessels', …))`. */
export async function revisedBodyOf<Body>(
  response: Promise<{ data?: Body; response: Response }>,
): Promise<Revised<Body>> {
  const answer = await response;
  return { value: answer.data as Body, revision: revisionIn(answer.response.headers.get('etag')) };
}

/** Reads the revision in an ETag. A proxy that compresses makes `"52"` weak, or appends a word. */
export function revisionIn(etag: string | null): number | undefined {
  const digits = /"(\d+)/.exec(etag ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Returns the headers of a change. Without a revision, it is made on any. */
export const ifMatch = (revision: number | undefined): IfMatch =>
  revision === undefined ? {} : { 'If-Match': `"${revision}"` };
