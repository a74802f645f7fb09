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

/** A verb as the help of the program lists it; its file is loaded when it is called. */
export interface ListedVerb {
  readonly usage: string;
  readonly description: string;
  /** Whether it has commands of its own below it. */
  readonly isGroup?: true;
  load(): Promise<Verb>;
}

/** Completes the command of a verb, whose action may throw a Failure. */
export type Verb = (command: Command, context: Context) => void;

/** Completes a command: every one takes --json and shows an example in --help. */
export function completeCommand(
  command: Command,
  context: Context,
  examples: readonly string[],
): Command {
  return addJsonOption(command)
    .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`)
    .hook('preAction', (_, called) => {
      context.terminal.isJson = called.opts<{ json?: boolean }>().json === true;
    });
}

/** Adds a command below a verb that is a group. */
export function addCommand(
  group: Command,
  context: Context,
  usage: string,
  description: string,
  examples: readonly string[],
): Command {
  return completeCommand(group.command(usage).description(description), context, examples);
}

export function addJsonOption(command: Command): Command {
  return command.option('--json', 'print JSON lines for machines; the last one is the record');
}
