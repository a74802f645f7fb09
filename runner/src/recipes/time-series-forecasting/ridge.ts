import { cholesky, solveLower, solveUpper } from '../../linear-algebra/cholesky.ts';

/** Rows of numbers and what each stands for, row by row. */
export interface Regression {
  readonly rows: number;
  /** `[rows, width]` */
  readonly features: Float64Array;
  readonly width: number;
  /** `[rows, outputs]` */
  readonly targets: Float64Array;
  readonly outputs: number;
}

/** A linear map of standardised features. */
export interface LinearMap {
  /** By feature. */
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  /** `[width, outputs]` */
  readonly weights: Float64Array;
  /** By output. */
  readonly intercepts: Float64Array;
}

/** Held back as if by two rows more, so that a few rows do not fit many coefficients. */
const fewRows = 2;

/**
 * Ridge regression (Hoerl and Kennard 1970) by the normal equations.
 * @param decay of the mean squared weight against the mean squared error; features are standardised
 */
export function fitRidge(regression: Regression, decay: number): LinearMap {
  const { rows, width, outputs, targets } = regression;
  const { means, deviations, scaled } = standardize(regression);
  const intercepts = columnMeans(targets, rows, outputs);
  const products = new Float64Array(width * width);
  const right = Array.from({ length: outputs }, () => new Float64Array(width));
  for (let row = 0; row < rows; row += 1) {
    addRow(products, scaled, row * width, width);
    for (let output = 0; output < outputs; output += 1) {
      const target = targets[row * outputs + output]! - intercepts[output]!;
      const sums = right[output]!;
      for (let i = 0; i < width; i += 1) sums[i]! += scaled[row * width + i]! * target;
    }
  }
  mirror(products, width, decay * rows + fewRows);
  const lower = cholesky({ size: width, values: products });
  const weights = new Float64Array(width * outputs);
  if (lower === undefined) return { means, deviations, weights, intercepts };
  for (const [output, sums] of right.entries()) {
    const solution = solveUpper(lower, solveLower(lower, sums));
    for (let i = 0; i < width; i += 1) weights[i * outputs + output] = solution[i]!;
  }
  return { means, deviations, weights, intercepts };
}

/** Standardises one row of features in place. */
export function standardizeRow(
  { means, deviations }: Pick<LinearMap, 'means' | 'deviations'>,
  features: Float64Array,
): void {
  for (let i = 0; i < features.length; i += 1) {
    features[i] = (features[i]! - means[i]!) / deviations[i]!;
  }
}

/** What a map gives for one standardised row. */
export function applyMap({ weights, intercepts }: LinearMap, features: Float64Array): Float64Array {
  const outputs = intercepts.length;
  const result = intercepts.slice();
  for (let i = 0; i < features.length; i += 1) {
    for (let output = 0; output < outputs; output += 1) {
      result[output]! += features[i]! * weights[i * outputs + output]!;
    }
  }
  return result;
}

function standardize({ rows, width, features }: Regression): {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  readonly scaled: Float64Array;
} {
  const means = columnMeans(features, rows, width);
  const deviations = new Float64Array(width);
  for (let row = 0; row < rows; row += 1) {
    for (let i = 0; i < width; i += 1) {
      deviations[i]! += (features[row * width + i]! - means[i]!) ** 2 / Math.max(1, rows);
    }
  }
  for (let i = 0; i < width; i += 1) deviations[i] = Math.sqrt(deviations[i]!) || 1;
  const scaled = features.map(
    (value, at) => (value - means[at % width]!) / deviations[at % width]!,
  );
  return { means, deviations, scaled };
}

function columnMeans(values: Float64Array, rows: number, width: number): Float64Array {
  const means = new Float64Array(width);
  for (let at = 0; at < rows * width; at += 1)
    means[at % width]! += values[at]! / Math.max(1, rows);
  return means;
}

/** Adds a row's products to the lower triangle. */
function addRow(products: Float64Array, values: Float64Array, start: number, width: number): void {
  for (let i = 0; i < width; i += 1) {
    const value = values[start + i]!;
    for (let j = 0; j <= i; j += 1) products[i * width + j]! += value * values[start + j]!;
  }
}

function mirror(products: Float64Array, width: number, penalty: number): void {
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j < i; j += 1) products[j * width + i] = products[i * width + j]!;
    products[i * width + i]! += penalty;
  }
}
