import { hashText } from '@orangery/schemas';
import { loadNetwork, readPreprocessing, saveNetwork } from '../../network/network-artifact.ts';
import type { Recipe } from '../recipe.ts';
import { shareOfTables } from '../tabular/read-table-rows.ts';
import { evaluateForecasts } from './evaluate.ts';
import { fitForecaster } from './fit.ts';
import { parseSeriesInput } from './inputs.ts';
import { defaultKnobs, searchSpace } from './knobs.ts';
import type { ForecastModel, History } from './model.ts';
import { compareNaive, naiveBaseline } from './naive.ts';
import { historyFiles, predictSeries, seriesInputs, seriesOutputs } from './predict.ts';
import { parseForecastPreprocessing, writeForecastPreprocessing } from './preprocessing.ts';
import { fingerprintOfSeries, linesOf, readSeries } from './read-series.ts';
import { countSteps, selectSteps, type SeriesData } from './series.ts';
import { checkInterval, continued, describeSeries, rangeOf } from './describe-series.ts';

/** Forecasts a series from its own past: a linear model of it, alone or corrected by a network. */
export const timeSeriesForecasting: Recipe<SeriesData, History, ForecastModel> = {
  name: 'time-series-forecasting',
  title: 'Time series forecasting',
  scoreName: 'skill',
  dataFormat:
    'A table in CSV, TSV, JSON lines or Parquet with a column of dates or times at even steps and a column of numbers to forecast: the one named, or the last.',

  readData: readSeries,
  // only its content tells whether a table is a series
  resembles: (files) => 0.8 * shareOfTables(files),
  describe: (data) => ({
    format: data.format,
    examples: countSteps(data),
    fingerprint: fingerprintOfSeries(data),
    target: data.target,
    targetChosenBy: data.targetChosenBy,
    series: describeSeries(data),
    ...(data.skipped.length > 0 ? { skipped: [...data.skipped] } : {}),
  }),
  exampleHashes: function* (data) {
    for (const line of linesOf(data)) yield hashText(line);
  },
  ranges: (data) => [rangeOf(data)],
  strata: (data) => new Array<string>(countSteps(data)).fill('step'),
  isChronological: true,
  // one stretch of time chooses by its own luck
  folds: (data) => (countSteps(data) < 10_000 ? 3 : 1),
  select: selectSteps,
  align: (data, reference) => {
    checkInterval(data, reference.interval);
    return continued(data, reference);
  },
  alignToModel: (data, { preprocessing }) => {
    checkInterval(data, preprocessing.interval);
    return data;
  },
  rawInputs: async (data, indices) => historyFiles(data, indices),

  knobs: searchSpace,
  defaults: defaultKnobs,
  fit: fitForecaster,
  evaluate: evaluateForecasts,
  baseline: naiveBaseline,
  compare: async ({ train, test }) => compareNaive(train, test),

  save: async ({ preprocessing, network }) => {
    const written = writeForecastPreprocessing(preprocessing);
    if (network !== null) return saveNetwork(network, written);
    const bytes = new TextEncoder().encode(`${JSON.stringify(written)}\n`);
    return new Map([['preprocessing.json', bytes]]);
  },
  load: async (files) => {
    const preprocessing = parseForecastPreprocessing(readPreprocessing(files));
    if (!preprocessing.hasNetwork) return { preprocessing, network: null };
    return { preprocessing, network: (await loadNetwork(files)).network };
  },
  dispose: ({ network }) => void network?.dispose(),

  inputs: seriesInputs,
  outputs: seriesOutputs,
  parseInput: async ({ preprocessing }, raw) => parseSeriesInput(raw, preprocessing),
  predict: predictSeries,
};
