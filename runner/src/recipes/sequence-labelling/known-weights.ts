import type { ArtifactFiles } from '../recipe.ts';
import { loadSequenceModel } from './artifact.ts';
import { shapeOf, type SequenceModel } from './model.ts';

type Layout = Pick<SequenceModel, 'classes' | 'table'>;

/**
 * Weights of another model, by where they lie in this one: of features and of transitions whose
 * labels both have.
 */
export function knownWeights(files: ArtifactFiles, layout: Layout): ReadonlyMap<number, number> {
  const other = loadSequenceModel(files);
  const columns = columnsOf(layout.classes, other.classes);
  const found = new Map<number, number>();
  for (const [row, otherRow] of rowsOf(layout, other, columns)) {
    for (const [column, otherColumn] of columns) {
      const value = other.weights[otherRow * other.classes.length + otherColumn]!;
      if (value !== 0) found.set(row * layout.classes.length + column, value);
    }
  }
  return found;
}

type Pairs = readonly (readonly [here: number, there: number])[];

function columnsOf(classes: readonly string[], others: readonly string[]): Pairs {
  return classes.flatMap((name, index) => {
    const other = others.indexOf(name);
    return other < 0 ? [] : [[index, other] as const];
  });
}

function* rowsOf(
  layout: Layout,
  other: Layout,
  columns: Pairs,
): Generator<readonly [here: number, there: number]> {
  for (const [name, place] of layout.table.places) {
    const known = other.table.places.get(name);
    if (known !== undefined) yield [place, known];
  }
  const [here, there] = [shapeOf(layout), shapeOf(other)];
  for (const [column, otherColumn] of columns) {
    yield [here.features + column, there.features + otherColumn];
  }
  yield [here.features + here.labels, there.features + there.labels];
}
