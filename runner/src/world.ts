import type { ProgressEvent } from './progress.ts';

/** Where the runner says what people may want to know; never `console`. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** What the outside provides to work that takes long. */
export interface World {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Receives progress; must not throw. */
  readonly report: (event: ProgressEvent) => void;
}

export const silentLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {} };
