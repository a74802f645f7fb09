import type { Verb } from '../../verb.ts';

/** One file a command. */
const commands: readonly Verb[] = [];

/** `orangery import …`: what others made becomes a module. */
export const importVerb: Verb = (group, context) => {
  group.addHelpText('after', '\nExample:\n  orangery import ai4 ai4-metadata.yml --dry-run');
  for (const command of commands) command(group, context);
};
