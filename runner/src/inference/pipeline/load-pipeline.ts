import { Failure, formatProblem, stepName } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { Predictor } from '../predictor.ts';
import { createPipeline } from './create-pipeline.ts';
import { inStep } from './in-step.ts';
import { joinPipeline } from './join-pipeline.ts';
import { readSteps, type ReadModule } from './read-steps.ts';

/** Loads a module of any other runtime. */
type Load = (folder: string) => Promise<Predictor>;

/** What is loaded already: a module in several places is in memory once. */
interface Loading {
  readonly load: Load;
  readonly loaded: Map<ReadModule, Predictor>;
}

/**
 * Loads the modules that a pipeline is made of, each once, ready to answer as one.
 * @throws Failure MODULE_INVALID where steps do not fit, MODULE_INVALID and MODULE_UNKNOWN as {@link readSteps}, and
 * whatever loading a step throws
 */
export async function loadPipeline(module: Module, load: Load): Promise<Predictor> {
  const read = await readSteps(module);
  const loaded = new Map<ReadModule, Predictor>();
  const dispose = (): void => {
    for (const predictor of [...loaded.values()].toReversed()) predictor.dispose();
    loaded.clear();
  };
  try {
    return { ...(await assemble(read, { load, loaded })), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

async function assemble({ module, steps }: ReadModule, loading: Loading): Promise<Predictor> {
  const { frontMatter, id } = module;
  const topology = frontMatter.pipeline;
  if (topology === undefined) {
    throw new Failure(
      'MODULE_INVALID',
      `${id}: expected a pipeline in the front matter, found none`,
    );
  }
  const predictors: Predictor[] = [];
  for (const [index, step] of topology.steps.entries()) {
    const open = async (): Promise<Predictor> => openStep(steps[index]!, loading);
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

async function openStep(step: ReadModule, loading: Loading): Promise<Predictor> {
  const before = loading.loaded.get(step);
  if (before !== undefined) return before;
  const { frontMatter, folder } = step.module;
  const predictor =
    frontMatter.runtime === 'pipeline' ? await assemble(step, loading) : await loading.load(folder);
  loading.loaded.set(step, predictor);
  return predictor;
}
