import { Command } from 'commander';
import type { Context } from './verb.ts';
import { verbs } from './verbs/index.ts';

/** The whole command line; it throws instead of ending the process. */
export function createProgram(context: Context): Command {
  const program = new Command('orangery')
    .description('A marketplace for machine-learning modules that lives in one Git repository.')
    .exitOverride()
    .showHelpAfterError('Run the command with --help for its options and an example.');
  for (const verb of verbs) verb(program, context);
  for (const command of program.commands) {
    command.exitOverride();
    for (const below of command.commands) below.exitOverride();
  }
  return program;
}
