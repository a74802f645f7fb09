/** A normal distribution. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

export const colours = ['amber', 'red', 'white'] as const;
export type Colour = (typeof colours)[number];

/** How the kernels of one variety grow. Lengths in millimetres. */
export interface Variety {
  readonly name: string;
  readonly length: Spread;
  readonly width: Spread;
  /** Correlation of length and width: kernels that had more to eat are larger in both. */
  readonly growth: number;
  /** Length of the groove as a share of the kernel's length. */
  readonly groove: Spread;
  /** Skewness of the outline in percent, before it is squared: never negative. */
  readonly asymmetry: Spread;
  readonly colourShares: Readonly<Record<Colour, number>>;
}

/** Three invented varieties: one middling, one large with a long groove, one short and slender. */
export const varieties: readonly Variety[] = [
  {
    name: 'Aldersey',
    length: { mean: 5.62, deviation: 0.22 },
    width: { mean: 3.28, deviation: 0.15 },
    growth: 0.55,
    groove: { mean: 0.908, deviation: 0.02 },
    asymmetry: { mean: 1.45, deviation: 0.34 },
    colourShares: { amber: 0.6, red: 0.25, white: 0.15 },
  },
  {
    name: 'Brackwell',
    length: { mean: 6.18, deviation: 0.25 },
    width: { mean: 3.55, deviation: 0.16 },
    growth: 0.6,
    groove: { mean: 0.964, deviation: 0.018 },
    asymmetry: { mean: 1.85, deviation: 0.33 },
    colourShares: { amber: 0.25, red: 0.65, white: 0.1 },
  },
  {
    name: 'Corvane',
    length: { mean: 5.28, deviation: 0.2 },
    width: { mean: 2.96, deviation: 0.15 },
    growth: 0.5,
    groove: { mean: 0.945, deviation: 0.021 },
    asymmetry: { mean: 2.15, deviation: 0.34 },
    colourShares: { amber: 0.3, red: 0.1, white: 0.6 },
  },
];
