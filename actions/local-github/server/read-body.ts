import { invalid } from './http-error.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/** A text that must be there; 422 otherwise. */
export function requiredText(body: JsonObject, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value === '') throw invalid(`${field} is missing`, field);
  return value;
}

export function optionalText(body: JsonObject, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid(`${field} is not a string`, field);
  return value;
}

export function optionalFlag(body: JsonObject, field: string): boolean | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw invalid(`${field} is not a boolean`, field);
  return value;
}

export function optionalObject(body: JsonObject, field: string): JsonObject | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) throw invalid(`${field} is not an object`, field);
  return value;
}

/** A list of objects; empty when it is absent. */
export function objects(body: JsonObject, field: string): readonly JsonObject[] {
  const value = body[field] ?? [];
  if (!Array.isArray(value) || !value.every(isJsonObject)) {
    throw invalid(`${field} is not a list of objects`, field);
  }
  return value;
}

/** A list of texts; undefined when it is absent. */
export function optionalTexts(body: JsonObject, field: string): readonly string[] | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw invalid(`${field} is not a list of strings`, field);
  }
  return value;
}

export function optionalNumbers(body: JsonObject, field: string): readonly number[] | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((item) => Number.isInteger(item))) {
    throw invalid(`${field} is not a list of numbers`, field);
  }
  return value;
}
