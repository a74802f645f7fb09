import { relative, resolve } from 'node:path';
import { readValidModule, type TrainingOrder } from '@orangery/runner';
import {
  Failure,
  type BackendName,
  type Knobs,
  type PinnedLink,
  type TrainingRequest,
} from '@orangery/schemas';
import { patchYaml, readRecord, type YamlChange } from '@orangery/schemas/files';
import { resolveModuleFolder } from './module-folder.ts';
import type { Context } from './verb.ts';

export interface TrainOptions {
  readonly request?: string;
  readonly dataset?: readonly string[];
  readonly validation?: readonly string[];
  readonly target?: string;
  readonly trials?: number;
  readonly hours?: number;
  readonly gpus?: number;
  readonly backend: BackendName | 'auto';
  readonly seed: number;
  readonly out?: string;
  readonly child?: string;
  readonly knob?: Knobs;
  readonly visibility: 'public' | 'private';
  readonly maxBytes?: number;
  readonly check?: boolean;
}

/** What is asked for, without where it runs. */
export type Asked = Pick<
  TrainingOrder,
  'module' | 'dataset' | 'validation' | 'target' | 'budget' | 'child' | 'knobs' | 'backend'
> &
  Pick<TrainingOrder, 'seed' | 'visibility' | 'baseFolder' | 'pinned'>;

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
    backend,
    seed,
    visibility,
  };
}

/**
 * What a training request's file asks for. Links that it does not pin are pinned in it once they
 * are fetched.
 * @throws Failure FILE_MISSING, FILE_INVALID, MODULE_UNKNOWN, MODULE_INVALID
 */
export async function askedByRequest(file: string, { cwd, terminal }: Context): Promise<Asked> {
  const path = resolve(cwd, file);
  const request = await readRecord('trainingRequest', path, file);
  const module = await readValidModule(await resolveModuleFolder(request.module.id, cwd));
  checkModule(module, request, file);
  if (module.frontMatter.version !== request.module.version) {
    terminal.note(
      `${file} asks for ${module.id} ${request.module.version}; here it is ${module.frontMatter.version}, so the result may differ`,
    );
  }
  const { dataset, validation, target, budget, child, knobs, backend, seed, visibility } = request;
  return {
    ...{ module, dataset, validation, target, budget, child, knobs, backend, seed, visibility },
    baseFolder: cwd,
    pinned: async (pins) => {
      const changes = [
        ...pinsToWrite('dataset', dataset, pins.dataset),
        ...pinsToWrite('validation', validation ?? [], pins.validation ?? []),
      ];
      if (changes.length === 0) return;
      await patchYaml(path, changes);
      terminal.note(`Wrote size and hash of the data into ${relative(cwd, path)}`);
    },
  };
}

function checkModule(module: Asked['module'], request: TrainingRequest, file: string): void {
  const { recipe } = module.frontMatter;
  if (recipe === request.recipe) return;
  throw new Failure(
    'FILE_INVALID',
    `${file}: expected the recipe of ${module.id}, ${recipe ?? 'none'}, found ${request.recipe}`,
  );
}

function pinsToWrite(
  field: 'dataset' | 'validation',
  asked: readonly PinnedLink[],
  pins: readonly PinnedLink[],
): YamlChange[] {
  return asked.flatMap((link, index) =>
    (['sha256', 'bytes'] as const).flatMap((name) => {
      const value = pins[index]?.[name];
      if (link[name] !== undefined || value === undefined) return [];
      return [{ path: [field, index, name], value }];
    }),
  );
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
