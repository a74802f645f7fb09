import { isList, isObject, type Json } from '../json.ts';

const functions = /\b(hashFiles)\s*\(/i;

/** Places whose expressions call what only GitHub can answer. */
export function findUnsupportedFunctions(
  value: Json,
  pointer = '',
): { readonly pointer: string; readonly message: string }[] {
  if (typeof value === 'string') {
    const isExpression = value.includes('${{') || pointer.endsWith('/if');
    const name = isExpression ? functions.exec(value)?.[1] : undefined;
    if (name === undefined) return [];
    return [{ pointer, message: `the function ${name}() is not supported by the local executor` }];
  }
  if (isList(value)) {
    return value.flatMap((item, index) => findUnsupportedFunctions(item, `${pointer}/${index}`));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    findUnsupportedFunctions(item, `${pointer}/${key}`),
  );
}
