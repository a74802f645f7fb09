import { Command } from 'commander';
import { addJsonOption, type Context } from './verb.ts';
import { verbs } from './verbs/index.ts';

/**
 * The command line for some arguments; it throws instead of ending the process. Of verbs that the
 * arguments do not name only what the list shows is there: to load all of them takes seconds.
 */
export async function createProgram(context: Context, args: readonly string[]): Promise<Command> {
  const program = new Command('orangery')
    .description('A marketplace for machine-learning modules that lives in one Git repository.')
    .exitOverride()
    .showHelpAfterError('Run the command with --help for its options and an example.');
  for (const { usage, description, isGroup, load } of verbs) {
    const command = program.command(usage).description(description).exitOverride();
    if (args.includes(command.name())) (await load())(command, context);
    else if (isGroup !== true) addJsonOption(command);
    for (const below of command.commands) below.exitOverride();
  }
  return program;
}
