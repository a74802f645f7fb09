import type { ClassifiedExamples } from '../metrics/classification.ts';
import type { Prediction } from '../recipes/recipe.ts';

/** An answer as a distribution over classes, by name; undefined where it tells none. */
type Distribution = Readonly<Record<string, number>>;

export interface Answered {
  /** Class names of the data. */
  readonly classes: readonly string[];
  /** The true class of each example. */
  readonly names: readonly string[];
  /** In the same order. */
  readonly predictions: readonly Prediction[];
}

/**
 * Answers of any classifier, beside what was right. Read are `label` with `probabilities` by class, as modules
 * of ours answer, `labels` with `probabilities` as lists, as those of AI4OS do, and a lone label. What tells no
 * class counts as wrong: it is a class of its own.
 */
export function answeredLabels({ classes, names, predictions }: Answered): ClassifiedExamples {
  const distributions = predictions.map(distributionOf);
  const answered = new Set(distributions.flatMap((one) => Object.keys(one ?? {})));
  const others = [...answered].filter((name) => !classes.includes(name)).sort();
  const hasSilent = distributions.some((one) => one === undefined);
  const all = [...classes, ...others, ...(hasSilent ? [noClass] : [])];
  const probabilities = new Float32Array(names.length * all.length);
  for (const [index, distribution] of distributions.entries()) {
    for (const [name, value] of Object.entries(distribution ?? { [noClass]: 1 })) {
      probabilities[index * all.length + all.indexOf(name)] = value;
    }
  }
  return {
    classes: all,
    probabilities,
    labels: Int32Array.from(names, (name) => all.indexOf(name)),
  };
}

const noClass = '(no class)';

function distributionOf(prediction: Prediction): Distribution | undefined {
  const { probabilities, labels, label, predictions } = prediction;
  if (Array.isArray(labels)) return byList(labels, probabilities);
  if (isObject(probabilities)) return numbersOf(probabilities);
  if (Array.isArray(predictions) && isObject(predictions[0])) return distributionOf(predictions[0]);
  const lone = label ?? prediction['class'] ?? predictions;
  return isName(lone) ? { [String(lone)]: 1 } : undefined;
}

function byList(labels: readonly unknown[], probabilities: unknown): Distribution | undefined {
  const values = Array.isArray(probabilities) ? probabilities : [1];
  const pairs = labels.flatMap((label, index): [string, number][] => {
    const value: unknown = values[index];
    return isName(label) && typeof value === 'number' ? [[String(label), value]] : [];
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

function numbersOf(probabilities: Readonly<Record<string, unknown>>): Distribution | undefined {
  const numbers = Object.entries(probabilities).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return numbers.length === 0 ? undefined : Object.fromEntries(numbers);
}

function isName(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function isObject(value: unknown): value is Prediction {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
