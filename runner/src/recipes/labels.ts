import { Failure } from '@orangery/schemas';
import type { ClassCount } from '@orangery/schemas';

/** Fewest examples a class must have: one each to train, to select and to test on. */
export const fewestPerClass = 3;

/** Counts by class, sorted by name; numbers in their order. */
export function countClasses(labels: readonly string[]): ClassCount[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => compareNames(a.name, b.name));
}

/** @throws Failure DATASET_INVALID when a classifier cannot learn from such classes */
export function checkClasses(classes: readonly ClassCount[]): void {
  if (classes.length < 2) {
    const found = classes.length === 0 ? 'none' : `one: ${JSON.stringify(classes[0]!.name)}`;
    throw new Failure(
      'DATASET_INVALID',
      `The dataset: expected at least 2 classes, found ${found}`,
      {
        hint: 'Add examples of another class.',
      },
    );
  }
  const small = classes.filter(({ count }) => count < fewestPerClass);
  if (small.length === 0) return;
  const listed = small.slice(0, 5).map(({ name, count }) => `${JSON.stringify(name)} has ${count}`);
  const more = small.length > 5 ? `, and ${small.length - 5} more` : '';
  throw new Failure(
    'DATASET_INVALID',
    `The dataset: expected at least ${fewestPerClass} examples of each class, found that ${listed.join(', ')}${more}`,
    { hint: 'Add examples of these classes or leave them out.' },
  );
}

/**
 * Index of each label in known classes.
 * @throws Failure DATASET_INVALID naming labels that are not among them
 */
export function indexLabels(labels: readonly string[], classes: readonly string[]): Int32Array {
  const indices = new Map(classes.map((name, index) => [name, index]));
  const unknown = [...new Set(labels)].filter((label) => !indices.has(label));
  if (unknown.length > 0) {
    throw new Failure(
      'DATASET_INVALID',
      `The data: expected only the classes ${classes.join(', ')}, found ${unknown.slice(0, 10).join(', ')}`,
      { hint: 'Use the same class names in both, or leave these examples out.' },
    );
  }
  return Int32Array.from(labels, (label) => indices.get(label)!);
}

function compareNames(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  if (a.trim() !== '' && b.trim() !== '' && difference !== 0 && !Number.isNaN(difference)) {
    return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
