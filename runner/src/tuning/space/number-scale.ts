import type { NumberValues } from './dimension.ts';

/** Digits that a float keeps: people read them, and finer differences mean nothing to a model. */
const digits = 5;

/** Place of a value along its range, 0…1. Whole numbers have equal stretches of the scale. */
export function encodeNumber(values: NumberValues, value: number): number {
  const [low, high] = endsOf(values);
  if (high === low) return 0.5;
  const inside = Math.min(values.max, Math.max(values.min, value));
  return (warp(values, inside) - low) / (high - low);
}

/** The value at a place along a range. */
export function decodeNumber(values: NumberValues, coordinate: number): number {
  const [low, high] = endsOf(values);
  const along = low + Math.min(1, Math.max(0, coordinate)) * (high - low);
  const exact = values.isLog ? Math.exp(along) : along;
  const rounded = values.isInteger ? Math.round(exact) : shorten(values, exact);
  return Math.min(values.max, Math.max(values.min, rounded));
}

function endsOf(values: NumberValues): [number, number] {
  // half a step beyond both ends, else the first and the last whole number would come half as often
  const margin = values.isInteger ? 0.5 : 0;
  return [warp(values, values.min - margin), warp(values, values.max + margin)];
}

function warp({ isLog }: NumberValues, value: number): number {
  return isLog ? Math.log(value) : value;
}

function shorten({ isLog, min, max }: NumberValues, value: number): number {
  if (isLog || max === min) return Number(value.toPrecision(digits));
  const decimals = digits - 1 - Math.floor(Math.log10(max - min));
  return Number(value.toFixed(Math.min(100, Math.max(0, decimals))));
}
