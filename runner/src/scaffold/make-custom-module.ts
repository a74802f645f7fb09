import { readTemplate } from './read-template.ts';
import { drawSample } from './draw-sample.ts';
import { sampleFields, trainingCommands } from './make-recipe-module.ts';
import { cardOf, commonFields, type NewModule, type NewModuleFacts } from './new-module.ts';

/** A module whose model is code of its own: k nearest neighbours to begin with, on rows of a table. */
export async function makeCustomModule(
  facts: NewModuleFacts,
  signal: AbortSignal,
): Promise<NewModule> {
  const sample = await drawSample('tabular-classification', signal);
  const commands = trainingCommands(facts, sample, ' --trust-code');
  return {
    frontMatter: {
      ...commonFields(facts, ['tabular-classification']),
      ...{ kind: 'module', runtime: 'tfjs', fineTunable: true },
      ...sampleFields(sample),
    },
    card: cardOf(
      facts.summary,
      commands,
      'By the code in `module.ts`; data, search, metrics and serving come from the recipe that its `data` names.',
    ),
    files: new Map([...(await readTemplate('custom')), [sample.path, sample.bytes]]),
    next: [`orangery validate ${facts.folder}`, ...commands],
  };
}
