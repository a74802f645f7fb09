import { normalForm } from '../normal-form.ts';

/** A text from elsewhere as the name of a file: one part, no signs that mean something to a system. */
export function fileName(text: string): string {
  const name = normalForm(text).replace(/[^\p{L}\p{M}\p{N} ._-]/gu, '_');
  return /^[. ]*$/.test(name) ? 'data' : name;
}
