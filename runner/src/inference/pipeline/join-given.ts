import { stepName, type Field, type PlacelessProblem } from '@orangery/schemas';
import { wholeInput, type WholeInput } from '../whole-input.ts';
import { fits, typesFor } from './fitting-fields.ts';
import type { Link } from './join-inputs.ts';
import type { PipelineToJoin } from './joined-pipeline.ts';

/** What the pipeline itself takes. */
export interface Given {
  readonly inputs: readonly Field[];
  readonly problems: readonly PlacelessProblem[];
}

/** The inputs of a pipeline: as they are declared, else those that its steps need. */
export function findGiven(pipeline: PipelineToJoin, links: readonly Link[]): Given {
  const uses = Map.groupBy(
    links.filter(({ step }) => step === null),
    ({ name }) => name,
  );
  const inputs =
    pipeline.declared.inputs ?? [...uses].map(([name, links]) => inputFor(name, links));
  const problems = [...uses].flatMap(([name, links]) => {
    const given = inputs.find((input) => input.name === name);
    return links.flatMap((link) => useProblems(pipeline, link, given) ?? []);
  });
  return { inputs, problems: [...problems, ...wholeProblems(pipeline, inputs, links)] };
}

/** The type that every step takes, with all the values that any of them knows. */
function inputFor(name: string, links: readonly Link[]): Field {
  const fields = links.map(({ field }) => field);
  const field = fields.find((one) => fields.every((other) => fits(one, other))) ?? fields[0]!;
  const isOptional = fields.every(({ required }) => required === false);
  const lists = fields.map(({ values }) => values);
  const values = lists.every((list) => list !== undefined) ? [...new Set(lists.flat())] : undefined;
  const { values: _, required: __, ...facts } = field;
  return {
    ...facts,
    name,
    ...(isOptional ? { required: false } : {}),
    ...(values === undefined ? {} : { values }),
  };
}

function useProblems(
  { steps, declared }: PipelineToJoin,
  { index, field, name, pointer }: Link,
  given: Field | undefined,
): PlacelessProblem | undefined {
  const taker = `${stepName(steps[index]!.step)}.${field.name}`;
  if (given === undefined) {
    if (field.required === false) return undefined;
    const inputs = (declared.inputs ?? []).map((input) => input.name).join(', ');
    const expected = `an input of the pipeline for ${taker}: ${inputs}`;
    const hint = `Add ${name} to inputs, or say where it comes from: inputs: {${field.name}: $input.<name>}.`;
    return { pointer, expected, found: JSON.stringify(name), hint };
  }
  if (fits(given, field)) return undefined;
  const expected = `${typesFor(field)}, which ${taker} takes`;
  const hint = 'Steps that are given the same input must take the same.';
  return { pointer, expected, found: `$input.${name}, ${given.type}`, hint };
}

/** A request holds one picture, recording, text or series, or the values of one row: never both. */
function wholeProblems(
  { declared, steps }: PipelineToJoin,
  inputs: readonly Field[],
  links: readonly Link[],
): PlacelessProblem[] {
  const whole = wholeInput(inputs);
  if (whole === undefined) return [];
  if (inputs.length > 1) {
    const pointer = declared.inputs === undefined ? '/pipeline' : '/inputs';
    const found = inputs.map(({ name, type }) => `${name} (${type})`).join(', ');
    const [own, other] = [
      inputs.find(({ name }) => name === whole.name)!,
      otherThan(whole, inputs),
    ];
    const hint = fits(own, other)
      ? `Steps that take the same are told so: inputs: {${other.name}: $input.${whole.name}}.`
      : `Make another pipeline of the steps that take ${other.name}.`;
    return [{ pointer, expected: `one ${whole.noun} and nothing beside it`, found, hint }];
  }
  const mixed = links.find(
    ({ index, step }) =>
      step === null && links.some((other) => other.index === index && other.step !== null),
  );
  if (mixed === undefined) return [];
  const { module } = steps[mixed.index]!.step;
  const expected = `a step that takes the ${whole.noun} alone, or outputs alone`;
  return [{ pointer: mixed.pointer, expected, found: `${module}, which takes both` }];
}

function otherThan({ name }: WholeInput, inputs: readonly Field[]): Field {
  return inputs.find((input) => input.name !== name)!;
}
