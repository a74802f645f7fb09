import { Failure } from '@orangery/schemas';
import type { Prediction, RawInput } from '../../recipes/recipe.ts';
import type { Predictor } from '../predictor.ts';
import { wholeInput } from '../whole-input.ts';
import { convert } from './fitting-fields.ts';
import { readGivenRows, withoutName, type GivenRow } from './given-values.ts';
import { inStep } from './in-step.ts';
import type { JoinedInput, JoinedPipeline, JoinedStep } from './joined-pipeline.ts';

/** A step whose module is loaded. */
export interface LoadedStep extends JoinedStep {
  readonly predictor: Predictor;
}

/** One input of a pipeline. */
export interface PipelineInput {
  /** By step: what it made of what arrived, where it takes that as it is. */
  readonly parsed: readonly unknown[];
  /** Values by name, where a step takes some of them beside outputs, or by other names. */
  readonly row?: GivenRow;
}

/**
 * Turns what arrived into inputs of a pipeline.
 * @throws Failure INPUT_INVALID naming the step
 */
export async function parsePipelineInput(
  { inputs }: JoinedPipeline,
  steps: readonly LoadedStep[],
  raw: RawInput,
): Promise<readonly PipelineInput[]> {
  const whole = wholeInput(inputs);
  const own = whole === undefined ? raw : withoutName(raw, whole.name);
  const parsed = await Promise.all(
    steps.map(async (step) =>
      takesAsGiven(step) ? inStep(step.name, () => step.predictor.parse(own)) : undefined,
    ),
  );
  const rows = steps.some(takesFromRow) ? await readGivenRows(raw, inputs) : undefined;
  const counts = [...parsed, rows].flatMap((list) => list?.length ?? []);
  const count = counts[0] ?? 0;
  if (counts.some((other) => other !== count)) {
    throw new Failure(
      'INPUT_INVALID',
      `data: expected one meaning for all steps, found ${counts.join(', ')} inputs by step`,
      { hint: 'Send one input a request, or a list of objects.' },
    );
  }
  return Array.from({ length: count }, (_, index) => ({
    parsed: parsed.map((list) => list?.[index]),
    ...(rows === undefined ? {} : { row: rows[index]! }),
  }));
}

/**
 * What a step is to predict, one for each input of the pipeline.
 * @param answers of the steps before, by step and input
 */
export async function inputsOfStep(
  step: LoadedStep,
  index: number,
  inputs: readonly PipelineInput[],
  answers: readonly (readonly Prediction[])[],
): Promise<readonly unknown[]> {
  if (takesAsGiven(step)) return inputs.map(({ parsed }) => parsed[index]);
  return Promise.all(
    inputs.map(async ({ row }, place) => {
      const values = step.inputs.flatMap((input) => valueOf(input, place, { row, answers }));
      const parsed = await step.predictor.parse({ kind: 'value', value: valueFor(step, values) });
      if (parsed.length === 1) return parsed[0];
      throw new Error(`expected one input made of the outputs before, found ${parsed.length}`);
    }),
  );
}

type NamedValue = readonly [name: string, value: unknown];

/** A value that a row lacks is left out: the step says what it misses. */
function valueOf(
  { field, step, from }: JoinedInput,
  place: number,
  known: { readonly row?: GivenRow; readonly answers: readonly (readonly Prediction[])[] },
): readonly NamedValue[] {
  if (step === null) {
    const { row } = known;
    return row?.has(from.name) === true
      ? [[field.name, convert(row.get(from.name), from, field)]]
      : [];
  }
  const answer = known.answers[step]?.[place];
  if (answer === undefined || !Object.hasOwn(answer, from.name)) {
    throw new Error(`expected the output ${from.name} of a step before, found none`);
  }
  return [[field.name, convert(answer[from.name], from, field)]];
}

/** A picture or text is the value itself; others go by name. */
function valueFor({ predictor }: LoadedStep, values: readonly NamedValue[]): unknown {
  const isWhole = wholeInput(predictor.inputs) !== undefined;
  return isWhole ? values[0]?.[1] : Object.fromEntries(values);
}

/** Whether a step reads what arrived by itself: all of a picture or text, or values by their own names. */
function takesAsGiven({ inputs }: JoinedStep): boolean {
  return inputs.every(
    ({ step, from, field }) =>
      step === null && (wholeInput([from]) !== undefined || from.name === field.name),
  );
}

function takesFromRow(step: JoinedStep): boolean {
  return !takesAsGiven(step) && step.inputs.some((input) => input.step === null);
}
