import type { Knobs } from '@orangery/schemas';
import { readPictureKnobs, type PictureKnobs } from '../pictures/read-picture-knobs.ts';
import type { KnobValues } from '../recipe.ts';

/** What is tried: the network's size, how it learns, how pictures are changed while it does. */
export function searchSpace(hasBackbone: boolean): Knobs {
  return {
    ...(hasBackbone
      ? { backbone: { type: 'categorical', values: ['fine-tuned', 'frozen'] } as const }
      : { filters: { type: 'categorical', values: [8, 12, 16] } as const }),
    learningRate: { type: 'float', min: 0.001, max: 0.006, scale: 'log' },
    decay: { type: 'float', min: 0.000003, max: 0.0003, scale: 'log' },
    augmentation: { type: 'float', min: 0.3, max: 1 },
    mirror: { type: 'categorical', values: [true, false] },
    batchSize: { type: 'categorical', values: [8, 16] },
  };
}

/** What the first trial takes. */
export function defaultKnobs(hasBackbone: boolean): KnobValues {
  return {
    ...(hasBackbone ? { backbone: 'fine-tuned' } : { filters: 12 }),
    learningRate: 0.003,
    decay: 0.00003,
    augmentation: 0.8,
    mirror: true,
    batchSize: 16,
  };
}

/** Values as they are used; of another space the plainest. */
export function readKnobs(knobs: KnobValues): PictureKnobs {
  return readPictureKnobs({ ...defaultKnobs(false), ...knobs });
}
