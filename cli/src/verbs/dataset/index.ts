import type { Verb } from '../../verb.ts';
import { fetchCommand } from './fetch.ts';

/** `orangery dataset …`: one file a command. */
export const datasetVerb: Verb = (program, context) => {
  const group = program
    .command('dataset')
    .description('fetch, look at, push and prune data sets')
    .addHelpText('after', `\nExample:\n  orangery dataset inspect https://example.org/leaves.zip`);
  for (const command of [fetchCommand]) command(group, context);
};
