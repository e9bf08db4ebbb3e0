export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what came back is what the test looks at
  body: any;
}

export interface Download {
  status: number;
  headers: Headers;
  bytes: Buffer;
}

type Headers_ = Record<string, string>;

/** Talks to a server over HTTP as its users do. */
export interface Client {
  get(path: string, headers?: Headers_): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Headers_): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  download(path: string, headers?: Headers_): Promise<Download>;
  /** The raw answer, for streams. */
  open(path: string, init?: RequestInit): Promise<Response>;
}

/** `path` is below `/api/v1`, or whole if it begins with that. */
export function createClient(address: string, token?: string): Client {
  const open = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    return fetch(address + (path.startsWith('/api/v1') ? path : `/api/v1${path}`), { ...init, headers });
  };
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Headers_ = {},
  ): Promise<Answer> => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const init = { method, headers: { ...json, ...headers } };
    const answer = await open(path, body === undefined ? init : { ...init, body: JSON.stringify(body) });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body = {}, headers) => send('POST', path, body, headers),
    patch: (path, body) => send('PATCH', path, body),
    put: (path, body) => send('PUT', path, body),
    delete: (path) => send('DELETE', path),
    async download(path, headers = {}) {
      const answer = await open(path, { headers });
      return {
        status: answer.status,
        headers: answer.headers,
        bytes: Buffer.from(await answer.arrayBuffer()),
      };
    },
    open,
  };
}
