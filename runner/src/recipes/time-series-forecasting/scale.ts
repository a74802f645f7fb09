import type { Scale } from './knobs.ts';

/** How values become what a model computes with. */
export interface ValueScale {
  readonly scale: Scale;
  /** Values below count as this on a logarithmic scale; positive. */
  readonly floor: number;
}

/** The scales that values allow: logarithms of positive ones only. */
export function possibleScales(values: Float64Array): readonly ValueScale[] {
  const least = values.reduce((least, value) => Math.min(least, value), Infinity);
  const plain = { scale: 'plain', floor: 1 } as const;
  return least > 0 ? [plain, { scale: 'log', floor: least / 10 }] : [plain];
}

export function toScale({ scale, floor }: ValueScale, values: Float64Array): Float64Array {
  return scale === 'plain' ? values : values.map((value) => Math.log(Math.max(floor, value)));
}

export function fromScale({ scale }: ValueScale, value: number): number {
  return scale === 'plain' ? value : Math.exp(value);
}
