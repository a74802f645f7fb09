import type { PipelineTopology } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { Prediction } from '../../recipes/recipe.ts';
import { describeModule } from '../describe-module.ts';
import type { Predictor } from '../predictor.ts';
import { combineAnswers } from './combine-answers.ts';
import { inStep } from './in-step.ts';
import type { JoinedPipeline } from './joined-pipeline.ts';
import {
  inputsOfStep,
  parsePipelineInput,
  type LoadedStep,
  type PipelineInput,
} from './pipeline-input.ts';

export interface PipelineParts {
  readonly module: Pick<Module, 'id' | 'frontMatter'>;
  readonly topology: PipelineTopology;
  readonly joined: JoinedPipeline;
  /** In the order of the steps. */
  readonly predictors: readonly Predictor[];
  dispose(): void;
}

/** Other modules as one: all inputs go through each step together, one batch a step. */
export function createPipeline(parts: PipelineParts): Predictor {
  const { module, topology, joined, predictors, dispose } = parts;
  const steps = joined.steps.map((step, index) => ({ ...step, predictor: predictors[index]! }));
  return {
    ...describeModule(module),
    backend: predictors[0]!.backend,
    ...(predictors.some(({ isNative }) => isNative) && { isNative: true as const }),
    inputs: joined.inputs,
    outputs: joined.outputs,
    parse: async (raw) => parsePipelineInput(joined, steps, raw),
    predictParsed: async (inputs) => {
      // what parse gave
      const given = inputs as readonly PipelineInput[];
      const answers = await runSteps(steps, given);
      return given.map((_, place) =>
        answerOf(
          topology,
          steps,
          answers.map((list) => list[place]!),
        ),
      );
    },
    dispose,
  };
}

/** Answers by step, then by input. One step after the other: they share one processor. */
async function runSteps(
  steps: readonly LoadedStep[],
  inputs: readonly PipelineInput[],
): Promise<readonly (readonly Prediction[])[]> {
  const answers: (readonly Prediction[])[] = [];
  if (inputs.length === 0) return steps.map(() => []);
  for (const [index, step] of steps.entries()) {
    const found = await inStep(step.name, async () =>
      step.predictor.predictParsed(await inputsOfStep(step, index, inputs, answers)),
    );
    if (found.length !== inputs.length) {
      throw new Error(`step ${step.name}: ${found.length} answers for ${inputs.length} inputs`);
    }
    answers.push(found);
  }
  return answers;
}

/** The answer for one input, of the answers of all steps for it. */
function answerOf(
  { topology, combine = 'mean' }: PipelineTopology,
  steps: readonly LoadedStep[],
  answers: readonly Prediction[],
): Prediction {
  if (topology === 'sequence') return answers.at(-1)!;
  if (topology === 'ensemble') {
    const voices = steps.map(({ name, weight, predictor }, index) => ({
      ...{ name, weight, outputs: predictor.outputs },
      answer: answers[index]!,
    }));
    return combineAnswers(voices, combine);
  }
  return Object.fromEntries(
    steps.flatMap(({ name }, index) =>
      Object.entries(answers[index]!).map(([output, value]) => [`${name}.${output}`, value]),
    ),
  );
}
