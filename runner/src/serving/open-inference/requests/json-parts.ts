import { show } from '@orangery/schemas';
import { RequestProblem } from '../../request-problem.ts';

/** Values of a JSON object by name; its own ones only. */
export type JsonRecord = ReadonlyMap<string, unknown>;

/** @throws RequestProblem 400 naming the place */
export function recordAt(value: unknown, place: string): JsonRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(place, 'an object', value);
  }
  return new Map(Object.entries(value));
}

/** @throws RequestProblem 400 naming the place */
export function textAt(value: unknown, place: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(place, 'a text', value);
}

/** @throws RequestProblem 400 naming the place */
export function listAt(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(place, 'a list', value);
}

/** A whole number, 0 and above. @throws RequestProblem 400 naming the place */
export function sizeAt(value: unknown, place: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw wrong(place, 'a whole number, 0 or more', value);
}

/** The `parameters` of a request, an input or an output; none where there are none. */
export function parametersOf(owner: JsonRecord, place: string): JsonRecord {
  const parameters = owner.get('parameters') ?? undefined;
  return parameters === undefined ? new Map() : recordAt(parameters, `${place}parameters`);
}

export function wrong(place: string, expected: string, value: unknown): RequestProblem {
  return new RequestProblem(400, `${place}: expected ${expected}, found ${show(value)}`);
}
