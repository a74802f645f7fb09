import type { Knobs } from '@orangery/schemas';
import type { KnobValues } from '../recipe.ts';

/** What is tried: the network's size, how it learns, how pictures are changed while it does. */
export function searchSpace(hasBackbone: boolean): Knobs {
  return {
    ...(hasBackbone
      ? { backbone: { type: 'categorical', values: ['fine-tuned', 'frozen'] } as const }
      : { filters: { type: 'categorical', values: [12, 16, 24] } as const }),
    denseUnits: { type: 'categorical', values: [64, 96, 128] },
    dropout: { type: 'float', min: 0.2, max: 0.5 },
    learningRate: { type: 'float', min: 0.001, max: 0.004, scale: 'log' },
    decay: { type: 'float', min: 0.00001, max: 0.0005, scale: 'log' },
    augmentation: { type: 'float', min: 0.3, max: 1 },
    rotation: { type: 'categorical', values: [20, 180] },
    mirror: { type: 'categorical', values: [false, true] },
    erasing: { type: 'float', min: 0, max: 0.5 },
    batchSize: { type: 'categorical', values: [16, 32] },
  };
}

/** What the first trial takes. */
export function defaultKnobs(examples: number, hasBackbone: boolean): KnobValues {
  return {
    ...(hasBackbone ? { backbone: 'fine-tuned' } : { filters: 16 }),
    denseUnits: 96,
    dropout: 0.35,
    learningRate: 0.002,
    decay: 0.0001,
    augmentation: 0.6,
    rotation: 20,
    mirror: false,
    erasing: 0,
    batchSize: examples < 300 ? 16 : 32,
  };
}

/** Values as they are used; of another space the plainest. */
export interface ImageKnobs {
  /** Filters of the first convolution; each block doubles them, up to four times as many. */
  readonly filters: number;
  readonly denseUnits: number;
  readonly dropout: number;
  readonly learningRate: number;
  readonly decay: number;
  readonly batchSize: number;
  /** How strongly pictures are scaled, shifted and lit, 0…1. */
  readonly augmentation: number;
  /** Largest turn in degrees. */
  readonly rotation: number;
  readonly mirror: boolean;
  /** Share of pictures of which a part is covered. */
  readonly erasing: number;
  /** Whether the layers of a backbone learn too. */
  readonly isFrozen: boolean;
}

export function readKnobs(knobs: KnobValues): ImageKnobs {
  const values = { ...defaultKnobs(0, false), ...knobs } as Record<string, number>;
  return {
    filters: values['filters']!,
    denseUnits: values['denseUnits']!,
    dropout: values['dropout']!,
    learningRate: values['learningRate']!,
    decay: values['decay']!,
    batchSize: values['batchSize']!,
    augmentation: values['augmentation']!,
    rotation: values['rotation']!,
    mirror: knobs['mirror'] === true,
    erasing: values['erasing']!,
    isFrozen: knobs['backbone'] === 'frozen',
  };
}
