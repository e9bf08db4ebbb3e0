import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from '../contract/schema.d.ts';
import { currentSession, endSession } from '../session/session.ts';
import { problemOf, unreachable } from './api-problem.ts';

const authenticate: Middleware = {
  onRequest({ request }) {
    const session = currentSession();
    if (session) request.headers.set('authorization', `Bearer ${session.token}`);
    return request;
  },
  async onResponse({ request, response }) {
    if (response.ok) return response;
    const token = request.headers.get('authorization')?.slice('Bearer '.length);
    if (response.status === 401 && token !== undefined) endSession(token);
    throw await problemOf(response);
  },
  onError: () => {
    throw unreachable();
  },
};

/** The API of the server, with types from its description. Every failure is thrown as an `ApiProblem`. */
export const api = createClient<paths>({ baseUrl: window.location.origin });
api.use(authenticate);

/** Returns the body of a response: `await bodyOf(api.GET('/api/v1/rooms'))`. */
export async function bodyOf<Body>(response: Promise<{ data?: Body }>): Promise<Body> {
  return (await response).data as Body;
}
