import { relative, resolve } from 'node:path';
import { readValidModule, type BackboneModule, type TrainingOrder } from '@orangery/runner';
import {
  Failure,
  type BackendName,
  type Knobs,
  type PinnedLink,
  type TrainingRequest,
  type Tuner,
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
  readonly trustCode?: boolean;
  readonly advisor?: NonNullable<Tuner['advisor']>;
  readonly stopping?: NonNullable<Tuner['stopping']>;
  readonly width?: number;
  readonly folds?: number;
  readonly warmStart?: boolean;
  /** False with --no-refit. */
  readonly refit?: boolean;
  readonly asynchronous?: boolean;
  readonly backbone?: string;
  readonly workers?: number;
  readonly resume?: true | string;
  readonly replay?: string;
  readonly plan?: boolean;
  readonly worker?: boolean;
  readonly work?: string;
  readonly trial?: number;
}

/** What is asked for, without where it runs. */
export type Asked = Pick<
  TrainingOrder,
  'module' | 'dataset' | 'validation' | 'target' | 'budget' | 'child' | 'knobs' | 'backend'
> &
  Pick<TrainingOrder, 'seed' | 'visibility' | 'baseFolder' | 'pinned' | 'tuner' | 'backbone'> &
  Pick<TrainingOrder, 'replay'>;

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

/** @throws Failure MODULE_UNKNOWN, MODULE_NOT_TRAINED; USAGE when its recipe is another */
async function readBackbone(
  name: string,
  { id, frontMatter }: TrainingOrder['module'],
  cwd: string,
): Promise<BackboneModule> {
  const found = await readValidModule(await resolveModuleFolder(name, cwd));
  const { artifact, version, recipe } = found.frontMatter;
  if (artifact === undefined) {
    throw new Failure('MODULE_NOT_TRAINED', `--backbone ${name}: expected weights, found none`);
  }
  if (recipe !== frontMatter.recipe) {
    throw new Failure(
      'USAGE',
      `--backbone ${name}: expected a module with the recipe of ${id}, ${frontMatter.recipe}, found ${recipe}`,
    );
  }
  return { id: found.id, version, artifactSha256: artifact.sha256, folder: found.folder };
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
  const { dataset, validation } = request;
  return {
    ...(await askedAgain(request, module, cwd)),
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

/**
 * What a receipt's request asked for, to run its trials again. Private data is named by a secret
 * there: its links are given again, and must give what they gave.
 * @throws Failure FILE_MISSING, FILE_INVALID, MODULE_UNKNOWN, MODULE_INVALID
 */
export async function askedByReceipt(
  file: string,
  options: TrainOptions,
  cwd: string,
): Promise<Asked> {
  const replay = await readRecord('receipt', resolve(cwd, file), file);
  const { request } = replay;
  const module = await readValidModule(await resolveModuleFolder(request.module.id, cwd));
  checkModule(module, request, file);
  const again = (links: readonly string[] | undefined, pins: readonly PinnedLink[] = []) =>
    links?.map((link, index) => ({ ...pins[index], link })) ?? [...pins];
  const validation = again(options.validation, request.validation);
  return {
    ...(await askedAgain(request, module, cwd)),
    dataset: again(options.dataset, request.dataset),
    validation: validation.length === 0 ? undefined : validation,
    replay,
  };
}

async function askedAgain(
  request: TrainingRequest,
  module: Asked['module'],
  cwd: string,
): Promise<Asked> {
  const { dataset, validation, target, budget, child, knobs, backend, seed, visibility } = request;
  const { tuner, backbone } = request;
  return {
    ...{ module, dataset, validation, target, budget, child, knobs, backend, seed, visibility },
    ...(tuner && { tuner }),
    ...(backbone && { backbone: await sameBackbone(backbone, module, cwd) }),
    baseFolder: cwd,
  };
}

/** The backbone that a request names; another file of the same name gives other weights. */
async function sameBackbone(
  { id, version, artifactSha256 }: NonNullable<TrainingRequest['backbone']>,
  module: Asked['module'],
  cwd: string,
): Promise<BackboneModule> {
  const found = await readBackbone(id, module, cwd);
  if (found.artifactSha256 === artifactSha256) return found;
  throw new Failure(
    'VERIFY_FAILED',
    `The backbone ${id}: expected ${version} with the artifact ${artifactSha256}, found ${found.version} with ${found.artifactSha256}`,
    { hint: `Take the version ${version} of ${id} that the request was made with.` },
  );
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
