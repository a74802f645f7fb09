/** A training on real data with the default budget, and what it must reach. */
export interface ScoredTask {
  readonly name: string;
  readonly module: string;
  /** File in the folder that ORANGERY_TEST_DATA names. */
  readonly data: string;
  readonly args?: readonly string[];
  /** Metrics shown. */
  readonly metrics: readonly string[];
  /** What it must reach. */
  readonly bar: string;
}

export const scoredTasks: readonly ScoredTask[] = [
  {
    name: 'sign-digits',
    module: 'image-classifier',
    data: 'sign-digits.zip',
    metrics: ['accuracy', 'macroF1'],
    bar: 'accuracy ≥ 0.93',
  },
  {
    name: 'penguins',
    module: 'tabular-classifier',
    data: 'penguins.csv',
    args: ['--target', 'species'],
    metrics: ['accuracy', 'macroF1'],
    bar: 'accuracy ≥ 0.98',
  },
  {
    name: 'wine',
    module: 'tabular-regressor',
    data: 'winequality-red-headerless.csv',
    metrics: ['r2', 'rmse'],
    bar: 'R² ≥ 0.43',
  },
  {
    name: 'movie-reviews',
    module: 'text-classifier',
    data: 'movie-reviews.tar.gz',
    metrics: ['accuracy', 'macroF1'],
    bar: 'accuracy ≥ 0.82',
  },
  {
    name: 'upos',
    module: 'sequence-labeller',
    data: 'ud-english-ewt-dev.conllu',
    metrics: ['accuracy', 'macroF1'],
    bar: 'accuracy ≥ 0.9',
  },
  {
    name: 'temperatures',
    module: 'time-series-forecaster',
    data: 'daily-min-temperatures.csv',
    metrics: ['rmseStep1', 'rmseStep7'],
    bar: 'rmseStep1 10 % below the best of last value, 7 and 365 days before; rmseStep7 no worse than the sine',
  },
];
