import type { RawInput } from '@orangery/runner/browser';
import type { ShownPicture } from '@orangery/runner/form';

/** An answer, and how it came about. */
export interface Told {
  readonly answers: unknown;
  readonly milliseconds: number;
  /** `wasm, on this device`. */
  readonly by: string;
}

/** Whoever answers: the module in this page, or a deployed one. */
export type Answer = (raw: RawInput) => Promise<Told>;

/** Takes what a visitor gave, and shows the answer; never throws. */
export type Ask = (raw: RawInput, picture?: ShownPicture) => Promise<void>;

/** A form's surroundings. */
export interface FormContext {
  readonly ask: Ask;
  /** Addresses of samples that fit. */
  readonly samples: readonly URL[];
  /** Whether a file of rows is an input too. */
  readonly hasTables: boolean;
  /** Says why what was given cannot be used. */
  readonly refuse: (error: unknown) => void;
  readonly signal: AbortSignal;
}
