import type { Verb } from '../../verb.ts';
import { initCommand } from './init.ts';
import { upCommand } from './up.ts';

/** `orangery github …`: one file a command. */
export const githubVerb: Verb = (group, context) => {
  group.addHelpText('after', '\nExamples:\n  orangery github up\n  orangery github init');
  for (const command of [initCommand, upCommand]) command(group, context);
};
