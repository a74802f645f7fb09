import type { Verb } from '../../verb.ts';
import { ai4Command } from './ai4.ts';
import { onnxCommand } from './onnx.ts';

/** One file a command. */
const commands: readonly Verb[] = [ai4Command, onnxCommand];

/** `orangery import …`: what others made becomes a module. */
export const importVerb: Verb = (group, context) => {
  group.addHelpText(
    'after',
    '\nExamples:\n  orangery import ai4 https://github.com/ai4os-hub/obsea-fish-detection --dry-run\n  orangery import onnx model.onnx --dry-run',
  );
  for (const command of commands) command(group, context);
};
