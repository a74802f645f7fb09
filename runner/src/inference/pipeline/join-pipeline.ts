import {
  stepName,
  type Field,
  type ModuleFrontMatter,
  type PlacelessProblem,
} from '@orangery/schemas';
import { fits, unknownValues } from './fitting-fields.ts';
import { findGiven, type Given } from './join-given.ts';
import { linkInputs, type Linked } from './join-inputs.ts';
import { findAnswers } from './join-outputs.ts';
import type {
  Fields,
  JoinedInput,
  JoinedStep,
  Joining,
  PipelineToJoin,
  StepToJoin,
} from './joined-pipeline.ts';

/**
 * Finds where every input of every step comes from, and what the whole takes and gives; or each place where
 * that does not fit.
 * @param fields what the steps take and give, in their order; `null` where it is not known
 */
export function joinPipeline(
  { pipeline, inputs, outputs }: ModuleFrontMatter,
  fields: readonly (Fields | null)[],
): Joining {
  const { topology, combine = 'mean', steps = [] } = pipeline ?? { topology: 'sequence' };
  const toJoin: PipelineToJoin = {
    ...{ topology, combine },
    steps: steps.map((step, index) => ({ step, fields: fields[index] ?? null })),
    declared: { inputs, outputs },
  };
  const linked = linkInputs(toJoin);
  const given = findGiven(toJoin, linked.links);
  const answers = findAnswers(toJoin);
  const problems = [
    ...linked.problems,
    ...given.problems,
    ...answers.problems,
    ...(answers.outputs === null ? [] : declaredProblems(outputs ?? [], answers.outputs)),
  ];
  if (problems.length > 0) return { kind: 'unfit', problems };
  if (answers.outputs === null || fields.includes(null)) return { kind: 'unknown' };
  return {
    kind: 'joined',
    pipeline: {
      inputs: given.inputs,
      outputs: outputs ?? answers.outputs,
      steps: toJoin.steps.map((step, index) => joinedStep(step, index, linked, given)),
    },
  };
}

/** What the front matter promises must be among what the steps give. */
function declaredProblems(
  declared: readonly Field[],
  outputs: readonly Field[],
): PlacelessProblem[] {
  const names = outputs.map(({ name }) => name).join(', ');
  return declared.flatMap((field, index) => {
    const output = outputs.find(({ name }) => name === field.name);
    const pointer = `/outputs/${index}`;
    if (output === undefined) {
      const expected = `an output that the steps give: ${names}`;
      return [{ pointer: `${pointer}/name`, expected, found: JSON.stringify(field.name) }];
    }
    if (!fits(output, field) || output.type !== field.type) {
      return [{ pointer: `${pointer}/type`, expected: output.type, found: field.type }];
    }
    const unknown = unknownValues(output, field);
    if (unknown.length === 0) return [];
    const expected = `values that hold all that it gives: ${output.values!.join(', ')}`;
    const found = field.values!.join(', ') || 'none';
    return [{ pointer: `${pointer}/values`, expected, found }];
  });
}

function joinedStep(
  { step }: StepToJoin,
  index: number,
  { links }: Linked,
  { inputs }: Given,
): JoinedStep {
  const joined = links
    .filter((link) => link.index === index)
    .flatMap(({ field, step: giver, name, from }): JoinedInput[] => {
      const source = from ?? inputs.find((input) => input.name === name);
      return source === undefined ? [] : [{ field, step: giver, from: source }];
    });
  return { name: stepName(step), inputs: joined, weight: step.weight ?? 1 };
}
