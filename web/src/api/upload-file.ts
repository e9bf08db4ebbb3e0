import { currentSession, endSession } from '../session/session.ts';
import { problemOf, unreachable } from './api-problem.ts';
import { type IfMatch, revisionIn } from './revised.ts';

interface Upload {
  path: string;
  file: File;
  /** Fields that are sent before the file. Empty fields are left out. */
  fields?: Record<string, string>;
  headers?: IfMatch;
  /** @param part the part of the bytes that has been sent, from 0 to 1 */
  onProgress(part: number): void;
}

/**
 * Sends a file as the multipart field `file`. It uses XMLHttpRequest, because fetch does not report progress.
 * @returns the revision of the room after the upload; undefined if a proxy removed it
 */
export function uploadFile(upload: Upload): Promise<number | undefined> {
  const { path, file, fields = {}, headers = {}, onProgress } = upload;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) form.set(name, value);
  form.set('file', file);
  const request = new XMLHttpRequest();
  request.open('POST', path);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  const token = currentSession()?.token;
  if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(unreachable());
    request.onload = () => {
      const { status, responseText } = request;
      if (status < 300) return resolve(revisionIn(request.getResponseHeader('etag')));
      if (status === 401 && token !== undefined) endSession(token);
      void problemOf(new Response(responseText, { status })).then(reject);
    };
    request.send(form);
  });
}
