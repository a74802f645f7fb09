/** Maps values onto pixels along one axis. */
export interface Scale {
  readonly place: (value: number) => number;
  /** Round values inside the domain, smallest first. */
  readonly ticks: readonly number[];
}

/** A straight scale; `range` may run backwards, as it does for heights in SVG. */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
  tickCount = 4,
): Scale {
  const [low, high] = domain[0] === domain[1] ? [domain[0] - 0.5, domain[1] + 0.5] : domain;
  const place = (value: number): number =>
    round(range[0] + ((value - low) / (high - low)) * (range[1] - range[0]));
  return { place, ticks: roundTicks(low, high, tickCount) };
}

/** A scale of powers of ten, for what differs by many times; all values are above 0. */
export function logScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): Scale {
  // what is not above 0 has no place on it: as near as a clock can tell
  const above = (value: number): number => Math.log10(Math.max(value, 1e-6));
  const straight = linearScale([above(domain[0]), above(domain[1])], range);
  const ticks = powersOfTen(domain).filter((tick) => tick >= domain[0] && tick <= domain[1]);
  return { place: (value) => straight.place(above(value)), ticks };
}

/** 1, 2 and 5 of each power where there are few of them. */
function powersOfTen([low, high]: readonly [number, number]): number[] {
  const [first, last] = [Math.floor(Math.log10(Math.max(low, 1e-6))), Math.ceil(Math.log10(high))];
  const steps = last - first > 3 ? [1] : last - first > 2 ? [1, 5] : [1, 2, 5];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).flatMap((power) =>
    steps.map((step) => Number((step * 10 ** power).toPrecision(3))),
  );
}

/** Room for axes around a plot, in pixels. */
export const plotMargin = { left: 48, right: 12, top: 12, bottom: 40 } as const;

/** One decimal is a tenth of a pixel, and keeps pages small. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function roundTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough)!;
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index += 1) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}
