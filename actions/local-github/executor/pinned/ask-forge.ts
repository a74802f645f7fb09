import { Failure } from '@orangery/schemas';
import { textAt, toJson, type Json } from '../json.ts';
import type { PinnedCall } from './pinned-action.ts';

const longestMs = 30_000;

/**
 * Gets something from the REST interface with a token of the workflow.
 * @throws Failure GITHUB_FAILED with what the interface says
 */
export async function askForge(
  { session, signal }: Pick<PinnedCall, 'session' | 'signal'>,
  path: string,
  token: string,
): Promise<Json> {
  const response = await fetch(`${session.forge.apiUrl}${path}`, {
    headers: {
      accept: 'application/vnd.github+json',
      'user-agent': 'orangery-local-executor',
      ...(token !== '' && { authorization: `Bearer ${token}` }),
    },
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]),
  });
  const answer = await response.json().catch(() => null);
  if (response.ok) return toJson(answer);
  const why = textAt(toJson(answer), 'message');
  const missing = response.headers.get('x-accepted-github-permissions') ?? '';
  const named = response.status === 403 && missing !== '' ? `; missing permission: ${missing}` : '';
  const message = `GET ${path}: expected an answer, found ${response.status} ${why}${named}`;
  throw new Failure('GITHUB_FAILED', message, {
    hint: 'Compare the permissions of the job with what the step reads.',
  });
}
