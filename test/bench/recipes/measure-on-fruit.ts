import { parseArgs } from 'node:util';
import type { FruitLabels } from '../../../runner/samples/fruits/pack-fruits.ts';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import type { Recipe } from '../../../runner/src/recipes/recipe.ts';
import { readOptions } from '../../helpers/read-data.ts';
import { fruitFiles } from './fruit-files.ts';

interface Order<Data, Input, Model> {
  readonly recipe: Recipe<Data, Input, Model>;
  readonly labels: FruitLabels;
  /** Called with the first seed's model and the pictures it was measured on. */
  readonly showFailures: (model: Model, test: Data) => Promise<void>;
}

interface Row {
  readonly seed: number;
  readonly score: number;
  readonly baseline: number;
  /** Of the processor, of one fit. */
  readonly fitSeconds: number;
}

/**
 * Trains with default knobs on fruit of one generator, a fifth of it choosing the epoch, and measures
 * on fruit of a generator with other sizes, colours, light, noise and cover. Prints a table; `--first`
 * and `--seeds` say which of its rows.
 */
export async function measureOnFruit<Data, Input, Model>(
  order: Order<Data, Input, Model>,
): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { first: text, seeds: text, pictures: text, test: text },
  });
  const first = Number(values.first ?? 1);
  const seeds = Number(values.seeds ?? 5);
  const pictures = Number(values.pictures ?? 400);
  const tested = Number(values.test ?? 150);
  const name = order.recipe.scoreName;
  await startBackend('wasm');
  process.stdout.write(
    `| seed | ${name} | 95 % interval | baseline | processor seconds of the fit |\n`,
  );
  process.stdout.write('| --- | --- | --- | --- | --- |\n');
  const rows: Row[] = [];
  for (let seed = first; seed < first + seeds; seed += 1) {
    rows.push(await measureSeed(order, { seed, pictures, tested }));
  }
  const mean = (of: (row: Row) => number): number => meanOf(rows.map(of));
  process.stdout.write(
    `mean of ${seeds} seeds: ${name} ${mean(({ score }) => score).toFixed(3)} ± ${deviationOf(rows.map(({ score }) => score)).toFixed(3)}, baseline ${mean(({ baseline }) => baseline).toFixed(4)}, ${mean(({ fitSeconds }) => fitSeconds).toFixed(0)} s of a processor to fit ${Math.round(pictures * 0.8)} pictures\n`,
  );
}

async function measureSeed<Data, Input, Model>(
  { recipe, labels, showFailures }: Order<Data, Input, Model>,
  {
    seed,
    pictures,
    tested,
  }: { readonly seed: number; readonly pictures: number; readonly tested: number },
): Promise<Row> {
  const read = async (options: Parameters<typeof fruitFiles>[0]): Promise<Data> =>
    recipe.readData(await fruitFiles(options, labels), readOptions());
  const data = await read({ seed, preset: 'standard', pictures });
  const other = await read({ seed: 1000 + seed, preset: 'other', pictures: tested });
  const test = recipe.align(other, data);
  const indices = Array.from({ length: pictures }, (_, index) => index);
  const train = recipe.select(
    data,
    indices.filter((index) => index % 5 !== 0),
  );
  const selection = recipe.select(
    data,
    indices.filter((index) => index % 5 === 0),
  );
  const before = process.cpuUsage();
  const { model } = await recipe.fit({
    train,
    selection,
    knobs: recipe.defaults(data, { hasBackbone: false }),
    seed,
    until: 1,
    signal: new AbortController().signal,
    isOutOfTime: () => false,
    onEpoch: () => {},
  });
  const { user, system } = process.cpuUsage(before);
  const { metrics, intervals } = await recipe.evaluate(model, test);
  const { lower, upper } = intervals[recipe.scoreName]!;
  const row = {
    seed,
    score: metrics[recipe.scoreName]!,
    baseline: recipe.baseline(train, test).metrics[recipe.scoreName]!,
    fitSeconds: (user + system) / 1e6,
  };
  process.stdout.write(
    `| ${seed} | ${row.score.toFixed(3)} | ${lower.toFixed(3)} to ${upper.toFixed(3)} | ${row.baseline.toFixed(4)} | ${row.fitSeconds.toFixed(0)} |\n`,
  );
  if (seed === 1) await showFailures(model, test);
  recipe.dispose(model);
  return row;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}
