import { Failure } from '@orangery/schemas';
import type { HttpRequest } from '../network/http-client.ts';
import type { ResolveContext } from './link-kind.ts';

export interface Question {
  readonly request: HttpRequest;
  /** How messages name what is asked; holds nothing that gives access. */
  readonly label: string;
  /** What to do about an answer, by status. */
  readonly hints: Readonly<Record<number, string>>;
}

export interface Answer {
  /** What the JSON says; nothing about it is known yet. */
  readonly content: unknown;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Asks a service about data, in JSON.
 * @throws Failure DOWNLOAD_FAILED for any status but 200 and for anything but JSON
 */
export async function ask({ http }: ResolveContext, question: Question): Promise<Answer> {
  const { label, request, hints } = question;
  const { status, headers, text } = await http.send(() => request, label);
  if (status !== 200) throw unwanted(label, status, hints);
  try {
    return { content: JSON.parse(text) as unknown, headers };
  } catch (error) {
    throw notUnderstood(label, 'JSON', text.trimStart().startsWith('<') ? 'a web page' : 'text', {
      cause: error,
    });
  }
}

/** The failure of an answer with another status than asked for. */
export function unwanted(
  label: string,
  status: number,
  hints: Readonly<Record<number, string>> = {},
): Failure {
  return new Failure('DOWNLOAD_FAILED', `${label}: expected an answer, found status ${status}`, {
    hint: hints[status] ?? hintByStatus[status] ?? 'Open the link in a browser; try again later.',
  });
}

const hintByStatus: Readonly<Record<number, string>> = {
  401: 'The data is not public: give the credentials of the service, or share it by link.',
  403: 'The data is not public: give the credentials of the service, or share it by link.',
  404: 'Nothing lies there: check the link for a typing mistake.',
  410: 'What lay there was deleted.',
  429: 'The service asks to wait: try again later.',
};

/** The failure of an answer that does not hold what the service's interface promises. */
export function notUnderstood(
  label: string,
  expected: string,
  found: string,
  options: { readonly cause?: unknown } = {},
): Failure {
  return new Failure('DOWNLOAD_FAILED', `${label}: expected ${expected}, found ${found}`, {
    ...options,
    hint: 'The service answered in an unknown way: it may be down, or no such service.',
  });
}
