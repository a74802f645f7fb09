import type { Verb } from '../../verb.ts';
import { downCommand } from './down.ts';
import { statusCommand } from './status.ts';
import { upCommand } from './up.ts';

/** `orangery runner …`: one file a command. */
export const runnerVerb: Verb = (group, context) => {
  group.addHelpText(
    'after',
    '\nExamples:\n  orangery runner up --machines 2\n  orangery runner status',
  );
  for (const command of [upCommand, statusCommand, downCommand]) command(group, context);
};
