import type { Problem } from '@orangery/schemas';

/** One thing that was looked at while verifying. */
export type Step =
  | { readonly kind: 'passed'; readonly text: string }
  /** Could not be checked, or was not there to check; says why. */
  | { readonly kind: 'skipped'; readonly text: string }
  | { readonly kind: 'failed'; readonly text: string; readonly problem: Problem };

/** A comparison that decides a step. */
export interface Comparison {
  readonly text: string;
  readonly file: string;
  readonly pointer?: string;
  readonly expected: string;
  readonly found: string;
  readonly hint?: string;
}

/** A step that passes when what is found is what is expected. */
export function compare({ text, file, pointer = '', expected, found, hint }: Comparison): Step {
  if (expected === found) return { kind: 'passed', text };
  const problem = { file, pointer, expected, found, ...(hint !== undefined && { hint }) };
  return { kind: 'failed', text, problem };
}
