import { Refused, textAnswer, type Answer } from '../answer.ts';
import type { Answered, ServedModel } from '../served-model.ts';
import { readFields } from './arguments/read-value.ts';
import { fieldsJson } from './float-json.ts';
import { answerOfJson, jsonAnswer } from './json-answer.ts';
import { pythonJson } from './python-json.ts';

/**
 * What a prediction is sent as: bytes or text of the type that was asked for; JSON as the model's fields
 * have it; or any JSON in a wrapper.
 * @throws Error when it is none of these; its cause is Refused 500 where fields do not fit
 */
export function predictionAnswer(
  { response }: Pick<ServedModel, 'response'>,
  { value, accept = 'application/json' }: Answered,
): Answer {
  if (accept !== 'application/json' && accept !== '*/*') return rawAnswer(value, accept);
  if (response === undefined) return jsonAnswer({ status: 'OK', predictions: value ?? null });
  const checked = readFields(response, isObject(value) ? value : {}, true);
  if (!isObject(value) || 'wrong' in checked) {
    const wrong = 'wrong' in checked ? checked.wrong : { _schema: ['Invalid input type.'] };
    throw new UnfitAnswer(pythonJson(wrong));
  }
  return answerOfJson(fieldsJson(value, response));
}

/** A model's answer does not have the fields it says: its mistake, told in DEEPaaS's words. */
export class UnfitAnswer extends Refused {
  constructor(problems: string) {
    super(textAnswer(500, '500: ERROR validating model response, check server logs.'));
    this.message = `The answer does not fit the fields of the model: ${problems}`;
  }
}

function rawAnswer(value: unknown, type: string): Answer {
  if (typeof value === 'string' || value instanceof Uint8Array) {
    return { status: 200, type, body: value };
  }
  throw new TypeError(`An answer as ${type}: expected a text or bytes, found ${typeof value}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
