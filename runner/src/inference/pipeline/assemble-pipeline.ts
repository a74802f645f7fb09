import { Failure, formatProblem, stepName } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { Predictor } from '../predictor.ts';
import { createPipeline } from './create-pipeline.ts';
import { inStep } from './in-step.ts';
import { joinPipeline } from './join-pipeline.ts';

/** A module and, of a pipeline, the modules of its steps; one that is several steps is one object. */
export interface StepTree<Node extends StepTree<Node>> {
  readonly module: Pick<Module, 'id' | 'frontMatter'>;
  readonly steps: readonly Node[];
}

/**
 * Loads the modules that a pipeline is made of, each once, ready to answer as one; in Node and in a page alike.
 * @param load loads a module of any other runtime
 * @throws Failure MODULE_INVALID where steps do not fit, and whatever loading a step throws
 */
export async function assemblePipeline<Node extends StepTree<Node>>(
  tree: Node,
  load: (step: Node) => Promise<Predictor>,
): Promise<Predictor> {
  const loading = { load, loaded: new Map<Node, Predictor>() };
  const dispose = (): void => {
    for (const predictor of [...loading.loaded.values()].toReversed()) predictor.dispose();
    loading.loaded.clear();
  };
  try {
    return { ...(await assemble(tree, loading)), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** What is loaded already: a module in several places is in memory once. */
interface Loading<Node> {
  readonly load: (step: Node) => Promise<Predictor>;
  readonly loaded: Map<Node, Predictor>;
}

async function assemble<Node extends StepTree<Node>>(
  { module, steps }: Node,
  loading: Loading<Node>,
): Promise<Predictor> {
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

async function openStep<Node extends StepTree<Node>>(
  step: Node,
  loading: Loading<Node>,
): Promise<Predictor> {
  const before = loading.loaded.get(step);
  if (before !== undefined) return before;
  const isPipeline = step.module.frontMatter.runtime === 'pipeline';
  const predictor = isPipeline ? await assemble(step, loading) : await loading.load(step);
  loading.loaded.set(step, predictor);
  return predictor;
}
