import type { Knobs } from '@orangery/schemas';
import type { KnobValues } from '../../recipe.ts';
import { families, type Family } from './family.ts';

type Task = 'classes' | 'numbers';

const mlp = { knob: 'family', in: ['mlp'] } as const;
const forest = { knob: 'family', in: ['forest'] } as const;
const boosting = { knob: 'family', in: ['boosting'] } as const;

/** The search space of a table: a family, and what that family has to choose. */
export function familyKnobs(task: Task): Knobs {
  // numbers are fitted by a line in closed form, classes step by step
  const stepwise = { knob: 'family', in: task === 'classes' ? ['linear', 'mlp'] : ['mlp'] };
  return {
    family: { type: 'categorical', values: [...families] },
    ...(task === 'numbers' && {
      penalty: {
        type: 'float',
        min: 0.01,
        max: 1000,
        scale: 'log',
        when: { knob: 'family', in: ['linear'] },
      },
    }),
    hiddenLayers: { type: 'integer', min: 1, max: 2, when: copy(mlp) },
    units: { type: 'categorical', values: [16, 32, 64], when: copy(mlp) },
    dropout: { type: 'float', min: 0, max: 0.4, when: copy(mlp) },
    learningRate: { type: 'float', min: 0.002, max: 0.03, scale: 'log', when: stepwise },
    decay: { type: 'float', min: 0.00001, max: 0.003, scale: 'log', when: stepwise },
    batchSize: { type: 'categorical', values: [8, 16, 32], when: stepwise },
    forestCuts: { type: 'categorical', values: ['best', 'random'], when: copy(forest) },
    forestColumns: { type: 'float', min: 0.15, max: 1, when: copy(forest) },
    forestLeaf: { type: 'integer', min: 1, max: 10, scale: 'log', when: copy(forest) },
    boostingRate: { type: 'float', min: 0.02, max: 0.2, scale: 'log', when: copy(boosting) },
    boostingLeaves: { type: 'integer', min: 4, max: 64, scale: 'log', when: copy(boosting) },
    boostingLeaf: { type: 'integer', min: 2, max: 40, scale: 'log', when: copy(boosting) },
    boostingRows: { type: 'float', min: 0.5, max: 1, when: copy(boosting) },
    boostingColumns: { type: 'float', min: 0.3, max: 1, when: copy(boosting) },
    boostingPenalty: { type: 'float', min: 0.1, max: 10, scale: 'log', when: copy(boosting) },
  };
}

/** What each family takes where nothing was searched. */
export function familyDefaults(family: Family, task: Task): KnobValues {
  return {
    family,
    ...(task === 'numbers' ? { penalty: 1 } : {}),
    hiddenLayers: 1,
    units: 32,
    dropout: 0.1,
    learningRate: 0.01,
    decay: 0.0003,
    batchSize: 16,
    forestCuts: 'random',
    forestColumns: 0.35,
    forestLeaf: 1,
    boostingRate: 0.05,
    boostingLeaves: 31,
    boostingLeaf: 3,
    boostingRows: 0.7,
    boostingColumns: 0.6,
    boostingPenalty: 1,
  };
}

function copy({ knob, in: values }: typeof mlp | typeof forest | typeof boosting): {
  knob: string;
  in: string[];
} {
  return { knob, in: [...values] };
}
