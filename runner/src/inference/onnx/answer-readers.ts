import { Failure, type Field } from '@orangery/schemas';
import { classPredictions } from '../../recipes/class-predictions.ts';
import type { Prediction } from '../../recipes/recipe.ts';
import { softmax as softmaxOf } from '../../trees/ensemble.ts';
import type { Elements } from './graph-tensor.ts';
import type { Sample } from './sample.ts';

/** How a declared output is read from a tensor. */
interface AnswerReader {
  readonly takesNumbers: boolean;
  readonly takesTexts: boolean;
  /** Values that one input has in the tensor; null when any number will do. */
  readonly size: (field: Field) => number | null;
  readonly read: (
    field: Field,
    samples: readonly Sample[],
    softmax: boolean,
  ) => readonly Prediction[];
}

const numbers = { takesNumbers: true, takesTexts: false } as const;

/** By the type of the declared output; a type that is not here is not given. */
export const answerReaders: Readonly<Partial<Record<Field['type'], AnswerReader>>> = {
  'class-probabilities': {
    ...numbers,
    size: ({ values = [] }) => values.length,
    read: readProbabilities,
  },
  number: { ...numbers, size: () => 1, read: one((value) => jsonNumber(value)) },
  integer: { ...numbers, size: () => 1, read: one((value) => Math.round(Number(value))) },
  boolean: { ...numbers, size: () => 1, read: one((value) => Number(value) !== 0) },
  category: { takesNumbers: true, takesTexts: true, size: () => 1, read: one(category) },
  text: { takesNumbers: false, takesTexts: true, size: () => 1, read: one(String) },
  tensor: { takesNumbers: true, takesTexts: true, size: () => null, read: readTensors },
};

type Value = number | bigint | string;

function one(tell: (value: Value, field: Field) => unknown): AnswerReader['read'] {
  return (field, samples) =>
    samples.map(({ elements }) => ({ [field.name]: tell(elements[0]!, field) }));
}

function category(value: Value, { name, values = [] }: Field): string {
  if (typeof value === 'string') return value;
  const found = values[Number(value)];
  if (found !== undefined) return found;
  throw new Failure(
    'MODULE_INVALID',
    `${name}: expected a place among ${values.length} values, found ${value} in the answer of the graph`,
  );
}

function readProbabilities(
  { name, values: classes = [] }: Field,
  samples: readonly Sample[],
  softmax: boolean,
): readonly Prediction[] {
  const all = new Float64Array(samples.length * classes.length);
  for (const [row, { elements }] of samples.entries()) {
    for (let place = 0; place < classes.length; place += 1) {
      all[row * classes.length + place] = Number(elements[place]);
    }
  }
  const wrong = all.find(
    (value) => !(softmax ? Number.isFinite(value) : value >= 0 && value <= 1.001),
  );
  if (wrong !== undefined) {
    throw new Failure(
      'MODULE_INVALID',
      `${name}: expected ${softmax ? 'numbers' : 'probabilities'} in the answer of the graph, found ${wrong}`,
      softmax ? {} : { hint: 'If the graph gives logits, write softmax: true beside this output.' },
    );
  }
  const probabilities = softmax ? softmaxOf(all, classes.length) : Float32Array.from(all);
  return classPredictions(probabilities, classes).map(
    ({ label, probability, probabilities: each }) => ({
      ...{ label, probability },
      [name]: each,
    }),
  );
}

/** Lists in lists, as JSON clients send them. */
function readTensors({ name }: Field, samples: readonly Sample[]): readonly Prediction[] {
  return samples.map(({ shape, elements }) => ({
    [name]: nest(valuesOf(elements).map(jsonValue), shape),
  }));
}

function nest(values: readonly unknown[], shape: readonly number[]): unknown {
  const [length, ...rest] = shape;
  if (length === undefined) return values[0];
  const size = values.length / Math.max(1, length);
  return Array.from({ length }, (_, index) =>
    nest(values.slice(index * size, (index + 1) * size), rest),
  );
}

function valuesOf(elements: Elements): readonly Value[] {
  return Array.from<Value>(elements);
}

function jsonValue(value: Value): number | string | null {
  return typeof value === 'string' ? value : jsonNumber(value);
}

/** JSON has no infinity. */
function jsonNumber(value: Value): number | null {
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
