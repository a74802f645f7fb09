import type { Knobs } from '@orangery/schemas';
import type { KnobValues } from '../recipe.ts';

/** What is tried: how sound becomes a picture, the network's size, how it learns, and what is changed while it does. */
export const searchSpace: Knobs = {
  mels: { type: 'categorical', values: [24, 32, 48] },
  windowMs: { type: 'categorical', values: [32, 64] },
  hopMs: { type: 'categorical', values: [12, 16, 20] },
  filters: { type: 'categorical', values: [8, 12, 16] },
  denseUnits: { type: 'categorical', values: [32, 64] },
  dropout: { type: 'float', min: 0.1, max: 0.5 },
  learningRate: { type: 'float', min: 0.001, max: 0.006, scale: 'log' },
  decay: { type: 'float', min: 0.00001, max: 0.0005, scale: 'log' },
  warping: { type: 'float', min: 0, max: 1 },
  noise: { type: 'float', min: 0, max: 1 },
  masking: { type: 'float', min: 0, max: 1 },
  batchSize: { type: 'categorical', values: [16, 32] },
};

/** What the first trial takes. */
export function defaultKnobs(examples: number): KnobValues {
  return {
    mels: 32,
    windowMs: 32,
    hopMs: 20,
    filters: 12,
    denseUnits: 64,
    dropout: 0.3,
    learningRate: 0.003,
    decay: 0.0001,
    warping: 0.6,
    noise: 0.6,
    masking: 0.5,
    batchSize: examples < 400 ? 16 : 32,
  };
}

/** Values as they are used. */
export interface AudioKnobs {
  readonly mels: number;
  readonly windowMs: number;
  readonly hopMs: number;
  /** Filters of the first convolution; each block doubles them. */
  readonly filters: number;
  readonly denseUnits: number;
  readonly dropout: number;
  readonly learningRate: number;
  readonly decay: number;
  /** How far pitch and speed are changed while training, 0…1. */
  readonly warping: number;
  /** Share of recordings that noise is laid over. */
  readonly noise: number;
  /** How much of time and pitch is covered, 0…1. */
  readonly masking: number;
  readonly batchSize: number;
}

export function readKnobs(knobs: KnobValues): AudioKnobs {
  return { ...defaultKnobs(0), ...knobs } as unknown as AudioKnobs;
}
