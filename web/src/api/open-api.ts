import { currentSession, endSession } from '../session/session.ts';
import { notReached, problemOf } from './api-problem.ts';

/**
 * Asks for what is no JSON, such as a file or a stream, with the token of the session.
 * @throws ApiProblem if the server refuses or is not reached
 */
export async function openApi(path: string, { headers, ...init }: RequestInit = {}): Promise<Response> {
  const token = currentSession()?.token;
  const all = new Headers(headers);
  if (token !== undefined) all.set('authorization', `Bearer ${token}`);
  const response = await fetch(path, { ...init, headers: all }).catch(() => {
    init.signal?.throwIfAborted();
    throw notReached();
  });
  if (response.ok) return response;
  if (response.status === 401 && token !== undefined) endSession(token);
  throw await problemOf(response);
}
