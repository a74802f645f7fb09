/** Numbers of examples, row by row `[count, width]`. */
export interface Matrix {
  readonly count: number;
  readonly width: number;
  readonly values: Float32Array;
}

/**
 * Where each column is cut into bins: at most 255 rising numbers. A value's code is how many cuts lie
 * below it, so that `value <= cuts[c]` and `code <= c` say the same.
 */
export type Cuts = readonly Float32Array[];

/** Codes of values, column by column `[width, count]`. */
export interface Binned {
  readonly count: number;
  readonly width: number;
  readonly codes: Uint8Array;
}

const mostCuts = 255;
/** Rows that quantiles are taken from; more would move none of them by a bin. */
const mostLookedAt = 100_000;

/** Cuts between all distinct values, or at quantiles where there are more than codes. */
export function findCuts({ count, width, values }: Matrix): Cuts {
  const step = Math.max(1, Math.floor(count / mostLookedAt));
  const sample = new Float32Array(Math.ceil(count / step));
  return Array.from({ length: width }, (_, column) => {
    for (let place = 0; place < sample.length; place += 1) {
      sample[place] = values[place * step * width + column]!;
    }
    return cutsOf(sample.sort());
  });
}

export function binColumns({ count, width, values }: Matrix, cuts: Cuts): Binned {
  const codes = new Uint8Array(count * width);
  for (let column = 0; column < width; column += 1) {
    const own = cuts[column]!;
    for (let row = 0; row < count; row += 1) {
      codes[column * count + row] = codeOf(values[row * width + column]!, own);
    }
  }
  return { count, width, codes };
}

function cutsOf(sorted: Float32Array): Float32Array {
  const borders: number[] = [];
  for (let place = 1; place < sorted.length; place += 1) {
    if (sorted[place]! > sorted[place - 1]!) borders.push(place);
  }
  return Float32Array.from(
    borders.length <= mostCuts ? borders : atQuantiles(borders, sorted.length),
    (place) => between(sorted[place - 1]!, sorted[place]!),
  );
}

/** The borders nearest above evenly spread places. */
function atQuantiles(borders: readonly number[], count: number): number[] {
  const chosen: number[] = [];
  let next = 1;
  for (const border of borders) {
    if (border < (next * count) / (mostCuts + 1) || chosen.length === mostCuts) continue;
    chosen.push(border);
    next = Math.floor((border * (mostCuts + 1)) / count) + 1;
  }
  return chosen;
}

/** The middle, but never the upper value: a cut belongs to what is below it. */
function between(lower: number, upper: number): number {
  const middle = Math.fround((lower + upper) / 2);
  return middle < upper ? middle : lower;
}

function codeOf(value: number, cuts: Float32Array): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= cuts[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
