import { STATUS_CODES } from 'node:http';
import { Failure } from '@orangery/schemas';
import { Refused, textAnswer, type Answer } from '../answer.ts';
import { MalformedJson } from '../body/malformed-json.ts';
import { tooLarge } from '../body/too-large.ts';
import { problemOf } from '../request-problem.ts';
import { invalidAnswer } from './json-answer.ts';
import { missing } from './arguments/reading.ts';

/** Statuses whose own words help the caller; the others have DEEPaaS's. */
const ownWords = new Set([400, 401, 403]);

export interface ErrorContext {
  /** Of the request, to be found in the log. */
  readonly requestId: string;
  readonly maxBodyBytes: number;
}

/** What a caller is told of an error: everything of a wrong request, nothing of ours. */
export function answerForError(error: unknown, context: ErrorContext): Answer {
  if (error instanceof Refused) return error.answer;
  if (error instanceof MalformedJson) return invalidAnswer(400, { json: [error.message] });
  if (error instanceof Failure && error.code === 'INPUT_INVALID') {
    return invalidAnswer(422, { data: [error.message, error.hint] });
  }
  const problem = isTooLarge(error) ? tooLarge(context.maxBodyBytes) : problemOf(error);
  const { status, message, headers } = problem;
  if (status === 413) return textAnswer(413, message, headers);
  if (status === 422) return invalidAnswer(422, { data: [message] });
  if (status === 500) return textAnswer(500, troubled(context.requestId), headers);
  const words = ownWords.has(status) ? message : STATUS_CODES[status];
  return textAnswer(status, `${status}: ${words}`, headers);
}

export function missingData(): Refused {
  return new Refused(invalidAnswer(422, { data: missing }));
}

/** The id is ours; the rest is what DEEPaaS says. */
function troubled(requestId: string): string {
  return `500 Internal Server Error\n\nServer got itself in trouble\nRequest id: ${requestId}`;
}

function isTooLarge(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
}
