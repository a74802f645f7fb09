/** A square matrix, row by row. */
export interface Matrix {
  readonly size: number;
  readonly values: Float64Array;
}

/** Lower triangle L with L Lᵀ the given matrix, or `undefined` when it is not positive definite. */
export function cholesky({ size, values }: Matrix): Matrix | undefined {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = values[row * size + column]!;
      for (let k = 0; k < column; k += 1) {
        sum -= lower[row * size + k]! * lower[column * size + k]!;
      }
      if (row !== column) lower[row * size + column] = sum / lower[column * size + column]!;
      else if (sum > 0) lower[row * size + row] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return { size, values: lower };
}

/** x with L x = b. */
export function solveLower({ size, values }: Matrix, b: Float64Array): Float64Array {
  const x = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    let sum = b[row]!;
    for (let k = 0; k < row; k += 1) sum -= values[row * size + k]! * x[k]!;
    x[row] = sum / values[row * size + row]!;
  }
  return x;
}

/** x with Lᵀ x = b. */
export function solveUpper({ size, values }: Matrix, b: Float64Array): Float64Array {
  const x = new Float64Array(size);
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = b[row]!;
    for (let k = row + 1; k < size; k += 1) sum -= values[k * size + row]! * x[k]!;
    x[row] = sum / values[row * size + row]!;
  }
  return x;
}

/** The inverse of L Lᵀ. */
export function inverseOf(lower: Matrix): Matrix {
  const { size } = lower;
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    inverse.set(solveUpper(lower, solveLower(lower, unit)), column * size);
  }
  return { size, values: inverse };
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!;
  return sum;
}
