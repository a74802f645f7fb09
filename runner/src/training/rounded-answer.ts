import type { GoldenCase } from '@orangery/schemas';
import type { Prediction } from '../recipes/recipe.ts';

/** An answer as a golden test keeps it: numbers to six significant digits, or five places below 1. */
export function roundedAnswer(answer: Prediction): GoldenCase['expected'] {
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, rounded(value)]));
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isInteger(value) || Math.abs(value) >= 1
      ? Number(value.toPrecision(6))
      : Number(value.toFixed(5));
  }
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rounded(part)]));
}
