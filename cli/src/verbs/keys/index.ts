import type { Verb } from '../../verb.ts';
import { listCommand } from './list.ts';
import { newCommand } from './new.ts';
import { revokeCommand } from './revoke.ts';

/** `orangery keys …`: one file a command. */
export const keysVerb: Verb = (group, context) => {
  group.addHelpText(
    'after',
    '\nExample:\n  orangery keys new garden --consumer "greenhouse dashboard" --per-minute 60',
  );
  for (const command of [newCommand, listCommand, revokeCommand]) command(group, context);
};
