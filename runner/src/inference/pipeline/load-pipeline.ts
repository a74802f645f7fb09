import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure, formatProblem, stepName, type PipelineStep } from '@orangery/schemas';
import { findRoot, type Module } from '@orangery/schemas/files';
import { readValidModule } from '../load-module.ts';
import type { Predictor } from '../predictor.ts';
import { createPipeline } from './create-pipeline.ts';
import { inStep } from './in-step.ts';
import { joinPipeline } from './join-pipeline.ts';

/** Loads a module of any other runtime. */
type Load = (folder: string) => Promise<Predictor>;

/** What is loaded already, by folder: a module in several places is in memory once. */
interface Loading {
  readonly load: Load;
  readonly loaded: Map<string, Predictor>;
}

/**
 * Loads the modules that a pipeline is made of, each once, ready to answer as one.
 * @throws Failure MODULE_INVALID where steps do not fit or a version is another, MODULE_UNKNOWN, and whatever loading a step throws
 */
export async function loadPipeline(module: Module, load: Load): Promise<Predictor> {
  const loaded = new Map<string, Predictor>();
  const dispose = (): void => {
    for (const predictor of [...loaded.values()].toReversed()) predictor.dispose();
    loaded.clear();
  };
  try {
    return { ...(await assemble(module, [module.id], { load, loaded })), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

async function assemble(
  module: Module,
  trail: readonly string[],
  loading: Loading,
): Promise<Predictor> {
  const { frontMatter, folder, id } = module;
  const topology = frontMatter.pipeline;
  if (topology === undefined) {
    throw new Failure(
      'MODULE_INVALID',
      `${id}: expected a pipeline in the front matter, found none`,
    );
  }
  const predictors: Predictor[] = [];
  for (const step of topology.steps) {
    const open = async (): Promise<Predictor> => openStep(step, folder, trail, loading);
    predictors.push(await inStep(stepName(step), open));
  }
  const joining = joinPipeline(frontMatter, predictors);
  if (joining.kind === 'joined') {
    const joined = joining.pipeline;
    // what is loaded is freed by whoever loaded the outermost pipeline
    return createPipeline({ module, topology, joined, predictors, dispose: () => {} });
  }
  if (joining.kind === 'unknown') throw new Error(`${id}: loaded steps do not say what they take`);
  const file = `${id}/module.md`;
  const problems = joining.problems.map((problem) => ({ ...problem, file }));
  throw new Failure('MODULE_INVALID', problems.map(formatProblem).join('\n'), {
    problems,
    hint: problems.find(({ hint }) => hint !== undefined)?.hint,
  });
}

async function openStep(
  { module: id, version }: PipelineStep,
  from: string,
  trail: readonly string[],
  loading: Loading,
): Promise<Predictor> {
  if (trail.includes(id)) {
    const found = [...trail, id].join(' → ');
    throw new Failure(
      'MODULE_INVALID',
      `expected a step that is not made of this pipeline, found ${found}`,
    );
  }
  const folder = await findStep(id, from);
  const module = await readValidModule(folder);
  const { frontMatter } = module;
  if (version !== undefined && version !== frontMatter.version) {
    throw new Failure(
      'MODULE_INVALID',
      `expected ${id} ${version}, found version ${frontMatter.version}`,
      { hint: 'Test the pipeline with the version that is there, then name that one.' },
    );
  }
  const before = loading.loaded.get(folder);
  if (before !== undefined) return before;
  const predictor =
    frontMatter.runtime === 'pipeline'
      ? await assemble(module, [...trail, id], loading)
      : await loading.load(folder);
  loading.loaded.set(folder, predictor);
  return predictor;
}

/** The folder of a step: beside the pipeline's own, else in `modules/` of the marketplace around it. */
export async function findStep(id: string, from: string): Promise<string> {
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
