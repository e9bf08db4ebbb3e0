import { currentSession, endSession } from '../session/session.ts';
import { problemOf, unreachable } from './api-problem.ts';

/**
 * Requests a file or a stream with the token of the session. Use `api` for JSON.
 * @throws ApiProblem if the server rejects the request or is unreachable
 */
export async function openApi(path: string, { headers, ...init }: RequestInit = {}): Promise<Response> {
  const token = currentSession()?.token;
  const all = new Headers(headers);
  if (token !== undefined) all.set('authorization', `Bearer ${token}`);
  const response = await fetch(path, { ...init, headers: all }).catch(() => {
    init.signal?.throwIfAborted();
    throw unreachable();
  });
  if (response.ok) return response;
  if (response.status === 401 && token !== undefined) endSession(token);
  throw await problemOf(response);
}
