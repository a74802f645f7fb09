import type { Field } from '@orangery/schemas';
import type { Prediction, RawInput } from '../recipe.ts';
import { longestLookback } from './knobs.ts';
import { forecastFrom, type ForecastModel, type History } from './model.ts';
import type { SeriesData } from './series.ts';
import { describeInterval, timeOfStep, writeTime } from './times/interval.ts';

/** Steps of history that an example input has: enough for any model. */
const exampleSteps = longestLookback + 112;

/** Forecasts of what follows each history. */
export async function predictSeries(
  model: ForecastModel,
  histories: readonly History[],
): Promise<readonly Prediction[]> {
  const predictions: Prediction[] = [];
  for (const history of histories) {
    const last = history.values.length - 1;
    const { forecast, lower, upper } = await forecastFrom(model, history, [last]);
    const { interval } = model.preprocessing;
    const times = Array.from(forecast, (_, index) =>
      writeTime(interval, timeOfStep(interval, history.start + last + 1 + index)),
    );
    predictions.push({ forecast: [...forecast], lower: [...lower], upper: [...upper], times });
  }
  return predictions;
}

/** The history before each step as a CSV with times; of the earliest steps the first values there are. */
export function historyFiles(data: SeriesData, indices: readonly number[]): readonly RawInput[] {
  return indices.map((index): RawInput => {
    const end = Math.min(data.values.length, Math.max(data.from + index, exampleSteps));
    const lines = [[data.timeColumn, data.target].map(quote).join(',')];
    for (let place = Math.max(0, end - exampleSteps); place < end; place += 1) {
      const time = timeOfStep(data.interval, data.start + place);
      lines.push(`${writeTime(data.interval, time)},${data.values[place]}`);
    }
    const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
    return { kind: 'file', name: `history-${index + 1}.csv`, bytes };
  });
}

export function seriesInputs(model: ForecastModel | null): readonly Field[] {
  const step = model === null ? '' : `, ${describeInterval(model.preprocessing.interval)} apart`;
  return [
    {
      name: 'data',
      type: 'series',
      description: `The values so far, the latest last${step}: a list of numbers, {"history": […], "end": time of the last}, or a table with a column of times.`,
    },
  ];
}

export function seriesOutputs(model: ForecastModel | null): readonly Field[] {
  const ahead = model === null ? '' : ` ${model.preprocessing.features.horizon} of them.`;
  return [
    { name: 'forecast', type: 'series', description: `The next values, in order.${ahead}` },
    {
      name: 'lower',
      type: 'series',
      description: 'Below this lie 2.5 % of the values, as past errors suggest.',
    },
    {
      name: 'upper',
      type: 'series',
      description: 'Above this lie 2.5 % of the values, as past errors suggest.',
    },
    {
      name: 'times',
      type: 'tokens',
      description:
        'Time of each forecast; without one in the request, as if the values ended where the training data did.',
    },
  ];
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
