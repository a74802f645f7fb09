import type { PresetName } from '../sample-options.ts';

/** The season kernels grew in, and the care they were measured with. */
export interface SeedSurvey {
  /** Factors on every kernel's length and width. */
  readonly lengthFactor: number;
  readonly widthFactor: number;
  /** Standard deviation of a caliper reading, mm. */
  readonly lengthErrorMm: number;
  /** Standard deviations of what is measured from a photograph, as shares of the value. */
  readonly areaError: number;
  readonly perimeterError: number;
  /** Share of kernels whose colour the observer takes for one of the others. */
  readonly wrongColourShare: number;
  /** Share of missing values in each of groove, asymmetry and colour. */
  readonly missingShare: number;
}

export const seedSurveys: Readonly<Record<PresetName, SeedSurvey>> = {
  standard: {
    lengthFactor: 1,
    widthFactor: 1,
    lengthErrorMm: 0.04,
    areaError: 0.01,
    perimeterError: 0.006,
    wrongColourShare: 0.04,
    missingShare: 0.02,
  },
  // a dry year, other calipers, a hurried observer
  other: {
    lengthFactor: 0.985,
    widthFactor: 0.96,
    lengthErrorMm: 0.1,
    areaError: 0.025,
    perimeterError: 0.015,
    wrongColourShare: 0.12,
    missingShare: 0.06,
  },
};
