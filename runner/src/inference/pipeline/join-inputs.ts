import {
  parsePipelineReference,
  stepName,
  stepPointer,
  type Field,
  type PlacelessProblem,
} from '@orangery/schemas';
import { fits, typesFor, unknownValues } from './fitting-fields.ts';
import type { PipelineToJoin, StepToJoin } from './joined-pipeline.ts';

/** One input of a step, and what the front matter says of where it comes from. */
export interface Link {
  readonly index: number;
  readonly field: Field;
  /** Step that gives it; `null` is the pipeline's own input. */
  readonly step: number | null;
  /** Name of the output or input that gives it. */
  readonly name: string;
  /** Where a problem of it is reported. */
  readonly pointer: string;
}

/** The output that an input comes from, where it comes from a step whose outputs are known. */
export interface Linked {
  readonly links: readonly (Link & { readonly from?: Field })[];
  readonly problems: readonly PlacelessProblem[];
}

/** Finds what gives each input of each step, and whether outputs of steps before fit. */
export function linkInputs(pipeline: PipelineToJoin): Linked {
  const found = pipeline.steps.flatMap((step, index) => linksOf(pipeline, step, index));
  const problems = [
    ...pipeline.steps.flatMap(unknownInputs),
    ...found.flatMap((link) => linkProblems(pipeline, link)),
  ];
  const links = found
    .map((link) => ({ ...link, from: outputOf(pipeline, link) }))
    // an optional input that nothing gives is left out
    .filter(({ step, from, field }) => step === null || from !== undefined || isNeeded(field));
  return { links, problems };
}

function linksOf(pipeline: PipelineToJoin, { step, fields }: StepToJoin, index: number): Link[] {
  const names = pipeline.steps.map((one) => stepName(one.step));
  const before = pipeline.topology === 'sequence' && index > 0 ? index - 1 : null;
  return (fields?.inputs ?? []).map((field) => {
    const said = step.inputs?.[field.name];
    if (said === undefined) {
      return { index, field, step: before, name: field.name, pointer: stepPointer(index) };
    }
    const reference = parsePipelineReference(said);
    const from = reference.step === null ? null : names.indexOf(reference.step);
    const pointer = stepPointer(index, 'inputs', field.name);
    return { index, field, step: from, name: reference.name, pointer };
  });
}

/** Inputs that are said of a step whose module has none of that name. */
function unknownInputs({ step, fields }: StepToJoin, index: number): PlacelessProblem[] {
  if (fields === null) return [];
  const names = fields.inputs.map(({ name }) => name);
  return Object.keys(step.inputs ?? {})
    .filter((name) => !names.includes(name))
    .map((name) => ({
      pointer: stepPointer(index, 'inputs', name),
      expected: `an input of ${step.module}: ${names.join(', ')}`,
      found: JSON.stringify(name),
      atKey: true,
    }));
}

function linkProblems(pipeline: PipelineToJoin, link: Link): PlacelessProblem[] {
  if (link.step === null) return [];
  const giver = pipeline.steps[link.step];
  const outputs = giver?.fields?.outputs;
  if (giver === undefined || outputs === undefined) return [];
  const from = outputOf(pipeline, link);
  const { pointer, field } = link;
  const name = stepName(giver.step);
  const taker = `${stepName(pipeline.steps[link.index]!.step)}.${field.name}`;
  const hint = whatFits(pipeline, link);
  if (from === undefined) {
    const isSaid = pointer !== stepPointer(link.index);
    if (!isSaid && !isNeeded(field)) return [];
    const list = outputs.map((output) => output.name).join(', ');
    const expected = isSaid ? `an output of ${name}: ${list}` : `an output for ${taker}`;
    const found = isSaid ? JSON.stringify(link.name) : `none of its name in ${name}: ${list}`;
    return [{ pointer, expected, found, hint }];
  }
  if (!fits(from, field)) {
    const expected = `${typesFor(field)}, which ${taker} takes`;
    return [{ pointer, expected, found: `${name}.${from.name}, ${from.type}`, hint }];
  }
  const unknown = unknownValues(from, field);
  if (unknown.length === 0) return [];
  const expected = `values that ${taker} knows: ${field.values!.join(', ')}`;
  const found = `${name}.${from.name}: ${unknown.join(', ')}`;
  return [{ pointer, expected, found, hint: 'Both must be trained on the same values.' }];
}

function outputOf({ steps }: PipelineToJoin, { step, name }: Link): Field | undefined {
  if (step === null) return undefined;
  return steps[step]?.fields?.outputs.find((output) => output.name === name);
}

/** What could be written instead. */
function whatFits({ steps }: PipelineToJoin, { index, field }: Link): string {
  const before = steps
    .slice(0, index)
    .flatMap(({ step, fields }) =>
      (fields?.outputs ?? [])
        .filter((output) => fits(output, field) && unknownValues(output, field).length === 0)
        .map((output) => `${stepName(step)}.${output.name}`),
    );
  const own = '$input.<name> for what the pipeline is given';
  const what = before.length === 0 ? own : `${before.join(', ')}; or ${own}`;
  return `Below inputs, ${field.name} may be ${what}.`;
}

function isNeeded({ required }: Field): boolean {
  return required !== false;
}
