import { readValidModule, type TrainingOrder } from '@orangery/runner';
import { Failure, type PinnedLink, type Tuner } from '@orangery/schemas';
import { resolveModuleFolder } from '../module-folder.ts';
import type { Asked, TrainOptions } from './asked.ts';
import { readBackbone } from './read-backbone.ts';

/**
 * What the options ask for.
 * @throws Failure MODULE_UNKNOWN, MODULE_INVALID, USAGE
 */
export async function askedByOptions(
  name: string | undefined,
  options: TrainOptions,
  cwd: string,
): Promise<Asked> {
  if (name === undefined) {
    throw new Failure('USAGE', 'train: expected a module or --request <file>, found neither', {
      hint: 'For example: orangery train image-classifier --dataset https://example.org/flowers.zip',
    });
  }
  const module = await readValidModule(await resolveModuleFolder(name, cwd));
  const { trials, hours, gpus, child, knob: knobs, backend, seed, visibility } = options;
  return {
    module,
    ...dataOf(options, module, cwd),
    budget: {
      ...(trials === undefined ? {} : { MODEL_TRIAL_COUNT: trials }),
      ...(hours === undefined ? {} : { TIME_HOURS: hours }),
      ...(gpus === undefined ? {} : { GPU_COUNT: gpus }),
    },
    child,
    knobs,
    ...tunerOf(options),
    ...(options.backbone !== undefined && {
      backbone: await readBackbone(options.backbone, module, cwd),
    }),
    backend,
    seed,
    visibility,
  };
}

/** How to search, as far as it is said. */
function tunerOf(options: TrainOptions): Pick<TrainingOrder, 'tuner'> {
  const { advisor, stopping, width, folds, warmStart, refit, asynchronous } = options;
  const said = Object.entries({ advisor, stopping, width, folds, warmStart, asynchronous });
  const tuner: Tuner = {
    ...Object.fromEntries(said.filter(([, value]) => value !== undefined)),
    ...(refit === false ? { refit } : {}),
  };
  return Object.keys(tuner).length === 0 ? {} : { tuner };
}

type Data = Pick<TrainingOrder, 'dataset' | 'validation' | 'target' | 'baseFolder'>;

/** The links typed, else the data that the module declares. */
function dataOf(options: TrainOptions, module: TrainingOrder['module'], cwd: string): Data {
  const links = (list: readonly string[]): PinnedLink[] => list.map((link) => ({ link }));
  if (options.dataset !== undefined) {
    return {
      dataset: links(options.dataset),
      validation: options.validation && links(options.validation),
      target: options.target,
      baseFolder: cwd,
    };
  }
  const declared = module.frontMatter.dataset;
  if (declared === undefined) {
    throw new Failure('USAGE', `train ${module.id}: expected --dataset <link>, found none`, {
      hint: `For example: orangery train ${module.id} --dataset https://example.org/data.zip`,
    });
  }
  return {
    dataset: [{ link: declared.link }],
    validation: declared.validation === undefined ? undefined : [{ link: declared.validation }],
    target: options.target ?? declared.target,
    baseFolder: module.folder,
  };
}
