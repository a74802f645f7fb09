import type { Answer } from '../answer.ts';
import type { Wrong } from './arguments/reading.ts';
import { pythonJson } from './python-json.ts';

export function jsonAnswer(value: unknown): Answer {
  return answerOfJson(pythonJson(value));
}

export function answerOfJson(body: string): Answer {
  return { status: 200, type: 'application/json; charset=utf-8', body };
}

/** Messages by field; DEEPaaS sends these without a charset. */
export function invalidAnswer(
  status: 400 | 422,
  messages: Readonly<Record<string, Wrong>>,
): Answer {
  return { status, type: 'application/json', body: pythonJson(messages) };
}
