import type { Verb } from '../../verb.ts';
import { ai4Command } from './ai4.ts';

/** One file a command. */
const commands: readonly Verb[] = [ai4Command];

/** `orangery import …`: what others made becomes a module. */
export const importVerb: Verb = (group, context) => {
  group.addHelpText(
    'after',
    '\nExample:\n  orangery import ai4 https://github.com/ai4os-hub/obsea-fish-detection --dry-run',
  );
  for (const command of commands) command(group, context);
};
