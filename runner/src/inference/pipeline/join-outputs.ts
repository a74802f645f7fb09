import { stepName, stepPointer, type Field, type PlacelessProblem } from '@orangery/schemas';
import { classOutputs } from '../../recipes/class-predictions.ts';
import type { Fields, PipelineToJoin, StepToJoin } from './joined-pipeline.ts';

/** What a pipeline gives; `null` where that is known only once its steps are loaded. */
export interface Answers {
  readonly outputs: readonly Field[] | null;
  readonly problems: readonly PlacelessProblem[];
}

interface KnownStep {
  readonly step: StepToJoin['step'];
  readonly fields: Fields;
}

/** The outputs of a pipeline, and whether an ensemble can agree on them. */
export function findAnswers(pipeline: PipelineToJoin): Answers {
  const { topology, steps } = pipeline;
  if (topology === 'sequence') {
    return { outputs: steps.at(-1)?.fields?.outputs ?? null, problems: [] };
  }
  const known = steps.filter((step): step is KnownStep => step.fields !== null);
  if (known.length < steps.length) return { outputs: null, problems: [] };
  if (topology === 'parallel') return { outputs: known.flatMap(namedOutputs), problems: [] };
  return pipeline.combine === 'vote' ? votes(known) : means(known);
}

/** The output of an ensemble's step that is combined: its only or first one of the type. */
export function outputOfType(outputs: readonly Field[], type: Field['type']): Field | undefined {
  return outputs.find((output) => output.type === type);
}

/** Names of the numbers that every step gives. */
export function commonNumbers(steps: readonly Pick<Fields, 'outputs'>[]): readonly Field[] {
  const [first, ...others] = steps.map(({ outputs }) => outputs.filter(isNumber));
  return (first ?? []).filter(({ name }) =>
    others.every((outputs) => outputs.some((output) => output.name === name)),
  );
}

function namedOutputs({ step, fields }: KnownStep): Field[] {
  const name = stepName(step);
  return fields.outputs.map((output) => ({
    ...output,
    name: `${name}.${output.name}`,
    description: `Of ${name}: ${output.description ?? output.name}`.slice(0, 500),
  }));
}

function means(steps: readonly KnownStep[]): Answers {
  const probabilities = steps.map(({ fields }) =>
    outputOfType(fields.outputs, 'class-probabilities'),
  );
  if (probabilities.every((output) => output !== undefined)) {
    return agreed(steps, probabilities, 'Mean');
  }
  const numbers = commonNumbers(steps.map(({ fields }) => fields));
  if (numbers.length > 0 && probabilities.every((output) => output === undefined)) {
    const outputs = numbers.map(({ name }) => ({
      ...{ name, type: 'number' as const },
      description: `Mean of ${name} over ${steps.map(({ step }) => stepName(step)).join(', ')}.`,
    }));
    return { outputs, problems: [] };
  }
  const expected = 'steps that all give class-probabilities, or numbers of the same names';
  const hint = 'Use topology parallel to give answers of different kinds side by side.';
  return unlike(steps, expected, hint);
}

function votes(steps: readonly KnownStep[]): Answers {
  const labels = steps.map(({ fields }) => outputOfType(fields.outputs, 'category'));
  if (labels.every((output) => output !== undefined))
    return agreed(steps, labels, 'Share of votes');
  const expected = 'steps that all give a category to vote for';
  return unlike(steps, expected, 'Take combine: mean for numbers.');
}

function unlike(steps: readonly KnownStep[], expected: string, hint: string): Answers {
  const found = steps
    .map(({ step, fields: { outputs } }) => `${stepName(step)}: ${outputs.map(kindOf).join(', ')}`)
    .join('; ');
  return { outputs: null, problems: [{ pointer: '/pipeline/steps', expected, found, hint }] };
}

/** The same classes in whatever order; the first step's order is taken. */
function agreed(steps: readonly KnownStep[], outputs: readonly Field[], how: string): Answers {
  const [first, ...others] = outputs.map(({ values }) => values);
  const problems = others.flatMap((classes, index) => {
    if (first === undefined || classes === undefined || areSame(first, classes)) return [];
    const pointer = stepPointer(index + 1, 'module');
    const expected = `the classes of ${stepName(steps[0]!.step)}: ${first.join(', ')}`;
    const hint = 'An ensemble agrees on one of the same classes; their order does not matter.';
    return [{ pointer, expected, found: classes.join(', ') || 'none', hint }];
  });
  const unknown = outputs.findIndex(({ values }) => values === undefined);
  if (unknown >= 0) {
    const expected = `classes of ${outputs[unknown]!.name}, so that they can be compared`;
    const hint = 'Write them as values of the output in the module’s outputs.';
    const pointer = stepPointer(unknown, 'module');
    problems.push({ pointer, expected, found: 'none', hint });
  }
  return { outputs: problems.length > 0 ? null : classFields(first!, how), problems };
}

function classFields(classes: readonly string[], how: string): readonly Field[] {
  const descriptions: Readonly<Record<string, string>> = {
    probability: `${how} of the label, 0…1.`,
    probabilities: `${how} by class.`,
  };
  return classOutputs(classes).map((field) => ({
    ...field,
    description: descriptions[field.name] ?? 'The class with the most.',
  }));
}

function areSame(first: readonly string[], second: readonly string[]): boolean {
  const classes = new Set(first);
  return classes.size === new Set(second).size && second.every((name) => classes.has(name));
}

function isNumber({ type }: Field): boolean {
  return type === 'number' || type === 'integer';
}

function kindOf({ name, type }: Field): string {
  return `${name} (${type})`;
}
