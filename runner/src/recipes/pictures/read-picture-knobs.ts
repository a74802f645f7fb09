import type { KnobValues } from '../recipe.ts';

/** Values as they are used by every network that looks for things in pictures. */
export interface PictureKnobs {
  /** Filters of the first convolution; deeper ones have more. */
  readonly filters: number;
  readonly learningRate: number;
  readonly decay: number;
  /** How strongly pictures are scaled, shifted and lit, 0…1. */
  readonly augmentation: number;
  readonly mirror: boolean;
  readonly batchSize: number;
  /** Whether the layers of a backbone learn too. */
  readonly isFrozen: boolean;
}

/** @param values every knob's, defaults included */
export function readPictureKnobs(values: KnobValues): PictureKnobs {
  return {
    filters: Number(values['filters']),
    learningRate: Number(values['learningRate']),
    decay: Number(values['decay']),
    augmentation: Number(values['augmentation']),
    mirror: values['mirror'] === true,
    batchSize: Number(values['batchSize']),
    isFrozen: values['backbone'] === 'frozen',
  };
}
