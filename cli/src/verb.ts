import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

/** What every verb gets. */
export interface Context {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Adds one command to the program; its action may throw a Failure. */
export type Verb = (program: Command, context: Context) => void;
