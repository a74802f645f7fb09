import type { Field } from '@orangery/schemas';
import type { Prediction } from '../../../recipes/recipe.ts';
import { RequestProblem } from '../../request-problem.ts';
import type { RequestedOutput, RequestedOutputs } from '../requests/requested-outputs.ts';
import { outputTensor } from './output-tensors.ts';
import { topClasses } from './top-classes.ts';
import type { InferAnswer } from './write-answer.ts';

/** An output to be given, and the field it comes from. */
export interface ChosenOutput extends RequestedOutput {
  readonly field: Field;
}

/**
 * The outputs that were asked for, in their order; before anything is computed.
 * @throws RequestProblem 400 naming those there are
 */
export function chooseOutputs(
  fields: readonly Field[],
  { listed, isBinary }: RequestedOutputs,
): readonly ChosenOutput[] {
  if (listed === undefined) return fields.map((field) => ({ name: field.name, isBinary, field }));
  return listed.map((output) => {
    const field = fields.find(({ name }) => name === output.name);
    if (field !== undefined) return { ...output, field };
    const expected = fields.map(({ name }) => name).join(', ');
    throw new RequestProblem(400, `outputs: expected ${expected}, found ${output.name}`);
  });
}

export function outputsOf(
  chosen: readonly ChosenOutput[],
  predictions: readonly Prediction[],
): InferAnswer['outputs'] {
  return chosen.map(({ field, classes, isBinary }) => {
    const tensor = outputTensor(field, predictions);
    return { ...(classes === undefined ? tensor : topClasses(tensor, classes)), isBinary };
  });
}
