/** What YAML, payloads and contexts are made of. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

const deepest = 64;

/** Takes what came from outside as plain data; what JSON has no place for is left out. */
export function toJson(value: unknown, depth = 0): Json {
  if (depth > deepest) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map((item) => toJson(item, depth + 1));
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([key, field]) => [key, toJson(field, depth + 1)]),
  );
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one where there is none. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** A list, or a list of the one value that stands in its place. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A field deep inside, null where the way there ends. */
export function fieldAt(value: Json, ...path: readonly string[]): Json {
  let at: Json = value;
  for (const key of path) at = objectOf(at)[key] ?? null;
  return at;
}

/** A text deep inside, empty where there is none. */
export function textAt(value: Json, ...path: readonly string[]): string {
  const found = fieldAt(value, ...path);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}
