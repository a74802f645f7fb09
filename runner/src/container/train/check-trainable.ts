import { Failure, type ModuleFrontMatter } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { TrainingOrder } from '../../training/training-order.ts';
import type { ContainerOptions } from '../container-options.ts';
import { isTool, noModel } from '../tool/tool-plan.ts';

type Container = NonNullable<ModuleFrontMatter['container']>;

/** A container module that says how it is retrained. */
export type TrainableModule = Module & {
  readonly frontMatter: ModuleFrontMatter & {
    readonly container: Container & { readonly train: NonNullable<Container['train']> };
  };
};

/**
 * Whether a container can be trained as it is asked.
 * @throws Failure MODULE_NOT_TRAINABLE, MODULE_IS_TOOL, ENGINE_UNAVAILABLE, USAGE
 */
export function checkTrainable(order: TrainingOrder): {
  readonly module: TrainableModule;
  readonly options: ContainerOptions;
} {
  const { module, containers } = order;
  if (isTool(module)) throw noModel(module);
  if (!isTrainable(module)) {
    throw new Failure(
      'MODULE_NOT_TRAINABLE',
      `${module.id}: expected container.train in module.md, which says how its container is retrained, found none`,
      {
        hint: 'container: { train: { datasetArgument: …, format: …, outputPath: …, metricsPath: … } }',
      },
    );
  }
  if (module.frontMatter.fineTunable === false) {
    throw new Failure('MODULE_NOT_TRAINABLE', `${module.id}: it says that it is not fine-tunable`);
  }
  refuse(order, module.id);
  if (containers !== undefined) return { module, options: containers };
  throw new Failure(
    'ENGINE_UNAVAILABLE',
    `${module.id}: its container is trained where there is an engine, found none given`,
    { hint: 'Train it at the command line of a machine with Docker.' },
  );
}

function isTrainable(module: Module): module is TrainableModule {
  return module.frontMatter.container?.train !== undefined;
}

/** What the server in a container has no way to do. */
function refuse(order: TrainingOrder, id: string): void {
  const asked = [
    ['--validation', order.validation],
    ['--target', order.target],
    ['--resume', order.resume],
    ['--finish', order.finish],
    ['--replay', order.replay],
    ['--backbone', order.backbone],
  ] as const;
  const wrong = asked.filter(([, value]) => value !== undefined).map(([name]) => name);
  if (wrong.length === 0) return;
  throw new Failure(
    'USAGE',
    `${id}: its container trains by itself: expected none of its options, found ${wrong.join(', ')}`,
    { hint: 'Its own arguments are set with --knob <name=value>.' },
  );
}
