import { containerTaskNames, drawnRecipes, type ContainerTaskName } from '@orangery/runner';
import type { PipelineTopology, RecipeName } from '@orangery/schemas';
import { Option, type Command } from 'commander';

export const templates = ['custom', 'child', 'container', 'onnx', 'pipeline'] as const;
export type TemplateName = (typeof templates)[number];
export const topologies = ['sequence', 'parallel', 'ensemble'] as const;

export interface NewOptions {
  readonly recipe?: RecipeName;
  readonly template?: TemplateName;
  readonly task?: ContainerTaskName;
  readonly parent?: string;
  readonly model?: string;
  readonly modules?: readonly string[];
  readonly topology?: PipelineTopology['topology'];
  readonly title?: string;
  readonly summary?: string;
  readonly license?: string;
  readonly author?: readonly string[];
  readonly out?: string;
}

export function addNewOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--recipe <name>', 'a task done out of the box')
        .choices(drawnRecipes)
        .conflicts('template'),
    )
    .addOption(
      new Option(
        '--template <name>',
        'code of your own, a child to retrain, a program in a container, an ONNX graph, modules composed',
      ).choices(templates),
    )
    .addOption(
      new Option(
        '--task <name>',
        'of a container: what its program does (default: text-classification)',
      ).choices(containerTaskNames),
    )
    .option('--parent <module>', 'of a child: what it is retrained from')
    .option('--model <file>', 'of onnx: the file, as orangery import onnx takes it')
    .option('--modules <module...>', 'of a pipeline: its steps, in their order')
    .addOption(
      new Option('--topology <name>', 'of a pipeline (default: the first that fits)').choices(
        topologies,
      ),
    )
    .option('--title <text>', 'name that people read (default: from the id)')
    .option('--summary <text>', 'one sentence: what it does, for whom')
    .option('--license <spdx>', 'of the module (default: Apache-2.0)')
    .option('--author <name>', 'who makes it; repeat for several', (name, all: string[] = []) => [
      ...all,
      name,
    ])
    .option('--out <folder>', 'folder that the module’s folder is made in (default: modules)');
}
