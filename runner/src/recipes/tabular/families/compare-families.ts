import type { Comparison, Metrics } from '@orangery/schemas';
import type { ComparisonOptions, Fitted, FitOptions, KnobValues } from '../../recipe.ts';
import { divideRows } from '../divide-rows.ts';
import type { TableRows } from '../table-rows.ts';
import { families, type Family } from './family.ts';

/** What comparing needs of a recipe. */
export interface ComparableRecipe<Data, Model> {
  readonly select: (data: Data, indices: readonly number[]) => Data;
  readonly defaultsOf: (family: Family) => KnobValues;
  readonly fit: (options: FitOptions<Data>) => Promise<Fitted<Model>>;
  readonly measure: (model: Model, data: Data) => Promise<Metrics>;
  readonly dispose: (model: Model) => void;
}

/**
 * Each family with its defaults: a fifth of the training rows says how long to fit, then it is fitted
 * to all of them. Families that the time does not allow are left out.
 */
export async function compareFamilies<Data extends TableRows, Model>(
  recipe: ComparableRecipe<Data, Model>,
  options: ComparisonOptions<Data>,
): Promise<readonly Comparison[]> {
  const compared: Comparison[] = [];
  for (const family of families) {
    if (options.isOutOfTime()) break;
    const model = await fitWithDefaults(recipe, options, family);
    if (model === null) break;
    try {
      compared.push({ name: family, metrics: await recipe.measure(model, options.test) });
    } finally {
      recipe.dispose(model);
    }
  }
  return compared;
}

async function fitWithDefaults<Data extends TableRows, Model>(
  recipe: ComparableRecipe<Data, Model>,
  { train, seed, signal, isOutOfTime }: ComparisonOptions<Data>,
  family: Family,
): Promise<Model | null> {
  const { most, rest } = divideRows(train.rows.length, seed);
  const knobs = recipe.defaultsOf(family);
  const same = { knobs, seed, signal, isOutOfTime, onEpoch: () => {} };
  const selection = recipe.select(train, rest);
  const first = await recipe.fit({
    ...same,
    train: recipe.select(train, most),
    selection,
    until: 1,
  });
  recipe.dispose(first.model);
  if (first.status !== 'done') return null;
  const until = first.keptEpoch / first.epochs;
  const { model, status } = await recipe.fit({ ...same, train, selection: null, until });
  if (status === 'done') return model;
  recipe.dispose(model);
  return null;
}
