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

/** Starts a command's definition: every one takes --json and shows an example in --help. */
export function addCommand(
  program: Command,
  context: Context,
  usage: string,
  description: string,
  examples: readonly string[],
): Command {
  return program
    .command(usage)
    .description(description)
    .option('--json', 'print JSON lines for machines; the last one is the record')
    .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`)
    .hook('preAction', (_, command) => {
      context.terminal.isJson = command.opts<{ json?: boolean }>().json === true;
    });
}
