/** What is wrong with a value: messages, or what is wrong with its parts, by name or index. */
export type Wrong = readonly string[] | { readonly [part: string]: Wrong };

/** A value that was read, or what is wrong with it. */
export type Reading = { readonly value: unknown } | { readonly wrong: Wrong };

export const missing: Wrong = ['Missing data for required field.'];
export const notNull: Wrong = ['Field may not be null.'];
export const unknownField: Wrong = ['Unknown field.'];
export const notAnObject: Wrong = { _schema: ['Invalid input type.'] };

export function refuse(message: string): Reading {
  return { wrong: [message] };
}
