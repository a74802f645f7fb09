import type { Interval } from './times/interval.ts';

const day = 86_400_000;
const year = 365.2425;
/** Steps that are looked at for seasons, the latest ones. */
const mostSteps = 6000;
/** A correlation of a series with itself from which a season is believed. */
const leastCorrelation = 0.3;
/** How much more like itself a series must be a season later than half a season later. */
const leastProminence = 0.05;

/**
 * Periods in steps that a series may repeat with: day, week and year where the interval tells, and
 * what it repeats with by itself. Each has at least two cycles in the series.
 */
export function possibleSeasons(interval: Interval, values: Float64Array): readonly number[] {
  const calendar = calendarSeasons(interval).filter((period) => values.length >= 2 * period);
  const own = ownSeason(values);
  const isNew = own !== undefined && calendar.every((period) => !isAlike(own, period));
  return isNew ? [...calendar, own] : calendar;
}

/** Those of the possible seasons that a series shows: it is more like itself there than half-way. */
export function findSeasons(interval: Interval, values: Float64Array): readonly number[] {
  return rankSeasons(interval, values)
    .filter(({ prominence }) => prominence >= leastProminence)
    .map(({ period }) => period);
}

/** The season that a series shows most clearly, in whole steps, if any. */
export function strongestSeason(interval: Interval, values: Float64Array): number | undefined {
  const clear = rankSeasons(interval, values).filter(({ prominence }) => prominence >= 0.1);
  if (clear.length === 0) return undefined;
  const best = clear.reduce((most, one) => (one.prominence > most.prominence ? one : most));
  return Math.round(best.period);
}

function rankSeasons(
  interval: Interval,
  values: Float64Array,
): readonly { readonly period: number; readonly prominence: number }[] {
  const detrended = withoutTrend(values);
  const changes = detrended.slice(1).map((value, index) => value - detrended[index]!);
  return possibleSeasons(interval, values).map((period) => {
    const own = prominenceOf(detrended, period);
    // a short season is plainer in the changes, from which slow ones are gone
    return { period, prominence: period < 60 ? Math.max(own, prominenceOf(changes, period)) : own };
  });
}

function prominenceOf(values: Float64Array, period: number): number {
  if (values.length < 1.5 * period) return leastProminence;
  const halfWay = correlationAt(values, Math.max(1, Math.round(period / 2)));
  return correlationAt(values, Math.round(period)) - halfWay;
}

function calendarSeasons({ unit, count }: Interval): readonly number[] {
  const periods = {
    month: [12 / count],
    'working day': [5, (year * 5) / 7],
    millisecond: [1, 7, year].map((days) => (days * day) / count),
    step: [],
  }[unit];
  return periods.filter((period) => period >= 2);
}

/** About as long, or twice, three times … as long: what repeats daily repeats weekly too. */
function isAlike(one: number, other: number): boolean {
  const ratio = one / other;
  const whole = Math.max(1, Math.round(ratio));
  return ratio < 8 && Math.abs(ratio / whole - 1) < (whole === 1 ? 0.35 : 0.03);
}

/**
 * The lag at which a series is most like itself, of those between which and 0 it is clearly less so:
 * a slow drift is like itself at every small lag, and has no season.
 */
function ownSeason(values: Float64Array): number | undefined {
  const detrended = withoutTrend(values);
  const longest = Math.min(1000, Math.floor(detrended.length / 3));
  const correlations = Array.from({ length: longest + 2 }, (_, lag) =>
    correlationAt(detrended, lag),
  );
  let lowest = 1;
  let best: number | undefined;
  for (let lag = 2; lag <= longest; lag += 1) {
    lowest = Math.min(lowest, correlations[lag - 1]!);
    const here = correlations[lag]!;
    const isPeak = here >= correlations[lag - 1]! && here >= correlations[lag + 1]!;
    if (!isPeak || here < leastCorrelation || here - lowest < 0.2) continue;
    // the first of equally good ones: twice a period is one too
    if (best === undefined || here > correlations[best]! + 0.05) best = lag;
  }
  return best;
}

function correlationAt(values: Float64Array, lag: number): number {
  let product = 0;
  let square = 0;
  for (let index = 0; index < values.length; index += 1) {
    square += values[index]! ** 2;
    if (index >= lag) product += values[index]! * values[index - lag]!;
  }
  if (square === 0 || lag >= values.length) return 0;
  return (product / square) * (values.length / (values.length - lag));
}

/** The latest values less their straight line (least squares). */
function withoutTrend(values: Float64Array): Float64Array {
  const latest = values.slice(-mostSteps);
  const count = latest.length;
  const middle = (count - 1) / 2;
  const mean = latest.reduce((sum, value) => sum + value, 0) / Math.max(1, count);
  let [product, square] = [0, 0];
  for (const [index, value] of latest.entries()) {
    product += (index - middle) * (value - mean);
    square += (index - middle) ** 2;
  }
  const slope = square === 0 ? 0 : product / square;
  return latest.map((value, index) => value - mean - slope * (index - middle));
}
