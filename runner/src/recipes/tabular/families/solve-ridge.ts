import type { Matrix } from '../../../trees/bin-columns.ts';

export interface Line {
  readonly weights: Float32Array;
  readonly intercept: number;
}

/** As many rounds as columns solve it exactly; rounding leaves nothing to gain after these. */
const mostRounds = 300;
/** Of the first residual's squared length. */
const smallEnough = 1e-20;

/**
 * Least squares with a penalty on the squared weights, but not on the intercept, by conjugate
 * gradients (Hestenes and Stiefel 1952): no matrix of columns by columns is made.
 */
export function solveRidge(rows: Matrix, values: Float32Array, penalty: number): Line {
  const { width } = rows;
  const means = columnMeans(rows);
  const mean = values.reduce((sum, value) => sum + value, 0) / rows.count;
  const weights = new Float64Array(width);
  const residual = transposeTimes(
    rows,
    means,
    Float64Array.from(values, (value) => value - mean),
  );
  const direction = residual.slice();
  let length = dot(residual, residual);
  const enough = length * smallEnough;
  for (let round = 0; round < Math.min(mostRounds, 2 * width) && length > enough; round += 1) {
    const image = transposeTimes(rows, means, times(rows, means, direction));
    for (let column = 0; column < width; column += 1) {
      image[column]! += penalty * direction[column]!;
    }
    const step = length / dot(direction, image);
    for (let column = 0; column < width; column += 1) {
      weights[column]! += step * direction[column]!;
      residual[column]! -= step * image[column]!;
    }
    const next = dot(residual, residual);
    for (let column = 0; column < width; column += 1) {
      direction[column] = residual[column]! + (next / length) * direction[column]!;
    }
    length = next;
  }
  return { weights: Float32Array.from(weights), intercept: mean - dot(weights, means) };
}

function columnMeans({ count, width, values }: Matrix): Float64Array {
  const means = new Float64Array(width);
  for (let place = 0; place < values.length; place += 1) {
    means[place % width]! += values[place]! / count;
  }
  return means;
}

/** Centred rows times a vector of columns. */
function times({ count, width, values }: Matrix, means: Float64Array, by: Float64Array) {
  const shift = dot(means, by);
  const result = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    let sum = -shift;
    for (let column = 0; column < width; column += 1) {
      sum += values[row * width + column]! * by[column]!;
    }
    result[row] = sum;
  }
  return result;
}

/** Centred rows, transposed, times a vector of rows. */
function transposeTimes({ count, width, values }: Matrix, means: Float64Array, by: Float64Array) {
  const result = new Float64Array(width);
  let sum = 0;
  for (let row = 0; row < count; row += 1) {
    sum += by[row]!;
    for (let column = 0; column < width; column += 1) {
      result[column]! += values[row * width + column]! * by[row]!;
    }
  }
  for (let column = 0; column < width; column += 1) result[column]! -= means[column]! * sum;
  return result;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!;
  return sum;
}
