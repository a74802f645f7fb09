import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure, formatProblem, stepName, type PipelineStep } from '@orangery/schemas';
import { findRoot, type Module } from '@orangery/schemas/files';
import { readValidModule } from '../load-module.ts';
import { inStep } from './in-step.ts';
import { sizeOf, sizeProblem } from './pipeline-size.ts';

/** A module and, of a pipeline, the modules of its steps. */
export interface ReadModule {
  readonly module: Module;
  readonly steps: readonly ReadModule[];
  /** Modules that answer when this one does. */
  readonly size: number;
}

/** What is read already, by folder: a module in several places is read once, and the same object. */
type Read = Map<string, ReadModule>;

/**
 * Reads the modules that a pipeline is made of, without loading any; of another module, nothing more.
 * @throws Failure MODULE_INVALID where a version is another, a pipeline is made of itself or of too many
 * modules, MODULE_UNKNOWN
 */
export async function readSteps(module: Module): Promise<ReadModule> {
  const read = await readWith(module, [module.id], new Map());
  const problem = sizeProblem(read.size);
  if (problem === undefined) return read;
  const problems = [{ ...problem, file: `${module.id}/module.md` }];
  throw new Failure('MODULE_INVALID', problems.map(formatProblem).join('\n'), { problems });
}

async function readWith(module: Module, trail: readonly string[], read: Read): Promise<ReadModule> {
  const { pipeline } = module.frontMatter;
  if (pipeline === undefined) return { module, steps: [], size: 1 };
  const steps: ReadModule[] = [];
  for (const step of pipeline.steps) {
    const readOne = async (): Promise<ReadModule> => readStep(step, module.folder, trail, read);
    steps.push(await inStep(stepName(step), readOne));
  }
  return { module, steps, size: sizeOf(steps.map(({ size }) => size)) };
}

async function readStep(
  { module: id, version }: PipelineStep,
  from: string,
  trail: readonly string[],
  read: Read,
): Promise<ReadModule> {
  if (trail.includes(id)) {
    const found = [...trail, id].join(' → ');
    throw new Failure(
      'MODULE_INVALID',
      `expected a step that is not made of this pipeline, found ${found}`,
    );
  }
  const folder = await findStep(id, from);
  const before = read.get(folder);
  const module = before?.module ?? (await readValidModule(folder));
  checkVersion(module, version);
  const found = before ?? (await readWith(module, [...trail, id], read));
  read.set(folder, found);
  return found;
}

function checkVersion({ id, frontMatter }: Module, version: string | undefined): void {
  if (version === undefined || version === frontMatter.version) return;
  throw new Failure(
    'MODULE_INVALID',
    `expected ${id} ${version}, found version ${frontMatter.version}`,
    { hint: 'Test the pipeline with the version that is there, then name that one.' },
  );
}

/** The folder of a step: beside the pipeline's own, else in `modules/` of the marketplace around it. */
async function findStep(id: string, from: string): Promise<string> {
  const beside = join(dirname(from), id);
  if (await isModule(beside)) return beside;
  const root = await findRoot(from).catch((error: unknown) => {
    // a pipeline outside a marketplace has only what lies beside it
    if (error instanceof Failure) return undefined;
    throw error;
  });
  const inModules = root === undefined ? undefined : join(root, 'modules', id);
  if (inModules !== undefined && (await isModule(inModules))) return inModules;
  throw new Failure('MODULE_UNKNOWN', `expected a module ${id}, found none`, {
    hint: `Put ${id} beside the pipeline, or into modules/ of the marketplace.`,
  });
}

async function isModule(folder: string): Promise<boolean> {
  return stat(join(folder, 'module.md')).then(
    (found) => found.isFile(),
    () => false,
  );
}
