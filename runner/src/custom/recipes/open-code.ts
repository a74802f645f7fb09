import type { CodeToFit } from '../fit-code.ts';
import type { CodeDescription } from '../code-description.ts';

/** The code of a module in its process, and what it says of itself. */
export interface OpenCode extends CodeToFit {
  readonly description: CodeDescription;
}
