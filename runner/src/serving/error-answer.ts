import { Failure } from '@orangery/schemas';
import { invalidAnswer, Refused, textAnswer, type Answer } from './answer.ts';

const troubled = '500 Internal Server Error\n\nServer got itself in trouble';

/** What a caller is told of an error: everything of a wrong request, nothing of ours. */
export function answerForError(error: unknown): Answer {
  if (error instanceof Refused) return error.answer;
  if (error instanceof Failure && error.code === 'INPUT_INVALID') {
    return invalidAnswer(422, { data: [error.message, error.hint] });
  }
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  const isRequestsFault = typeof status === 'number' && status >= 400 && status < 500;
  return isRequestsFault && isFastifys(error) ? textAnswer(status) : textAnswer(500, troubled);
}

/** A model's own error may carry any status: it stays a 500. */
function isFastifys(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('FST_');
}

export function tooLarge(maxBytes: number): Refused {
  return new Refused(textAnswer(413, `Maximum request body size ${maxBytes} exceeded.`));
}

export function missingData(): Refused {
  return new Refused(invalidAnswer(422, { data: ['Missing data for required field.'] }));
}
