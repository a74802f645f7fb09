import type { Verb } from '../../verb.ts';
import { fetchCommand } from './fetch.ts';
import { inspectCommand } from './inspect.ts';
import { listCommand } from './list.ts';
import { pruneCommand } from './prune.ts';
import { pushCommand } from './push.ts';

/** `orangery dataset …`: one file a command. */
export const datasetVerb: Verb = (group, context) => {
  group.addHelpText(
    'after',
    `\nExample:\n  orangery dataset inspect https://example.org/leaves.zip`,
  );
  for (const command of [inspectCommand, fetchCommand, listCommand, pruneCommand, pushCommand])
    command(group, context);
};
