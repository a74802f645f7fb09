import type { PipelineTopology } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { cardOf, commonFields, type NewModule, type NewModuleFacts } from './new-module.ts';

export interface PipelineFacts {
  readonly steps: readonly Module[];
  readonly topology: PipelineTopology['topology'];
}

/** A pipeline of modules, each by the version that there is. Inputs and outputs join by their names until somebody says otherwise. */
export function makePipelineModule(
  facts: NewModuleFacts,
  { steps, topology }: PipelineFacts,
): NewModule {
  const commands = [`orangery serve ${facts.name}`];
  const tasks = [...new Set(steps.flatMap(({ frontMatter }) => frontMatter.tasks))];
  const names = namesOf(steps);
  return {
    frontMatter: {
      ...commonFields(facts, tasks),
      ...{ kind: 'pipeline', runtime: 'pipeline', fineTunable: false },
      pipeline: {
        topology,
        ...(topology === 'ensemble' && { combine: 'mean' as const }),
        steps: steps.map((step, index) => ({
          name: names[index]!,
          module: step.id,
          version: step.frontMatter.version,
        })),
      },
      ...(steps.every(({ frontMatter }) => frontMatter.browser === true) && { browser: true }),
    },
    card: cardOf(
      facts.summary,
      commands,
      [
        'It has no weights of its own:',
        ...steps.map(
          ({ id: step, frontMatter }) => `- [${frontMatter.title}](../${step}/module.md)`,
        ),
      ].join('\n'),
    ),
    files: new Map(),
    next: [`orangery validate ${facts.folder}`, ...commands],
  };
}

/** A module that stands twice is told apart by a number. */
function namesOf(steps: readonly Module[]): readonly string[] {
  return steps.map(({ id }, index) => {
    const before = steps.slice(0, index).filter((step) => step.id === id).length;
    return before === 0 ? id : `${id}-${before + 1}`;
  });
}
