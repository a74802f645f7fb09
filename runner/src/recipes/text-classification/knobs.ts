import type { Knobs } from '@orangery/schemas';
import type { KnobValues } from '../recipe.ts';
import type { TermOptions } from '../text/terms.ts';

/**
 * What is tried: what a text is described by, and the model that weighs it.
 * @param characters of all texts
 */
export function searchSpace(characters: number): Knobs {
  return characters > mostForCharacters
    ? { ...everyKnob, unit: { type: 'fixed', value: 'words' } }
    : everyKnob;
}

/** Runs of characters in so much text take long to count and seldom tell more than its words. */
const mostForCharacters = 4_000_000;

const everyKnob: Knobs = {
  family: { type: 'categorical', values: ['linear', 'embedding'] },
  unit: { type: 'categorical', values: ['words', 'characters'] },
  longestRun: { type: 'integer', min: 1, max: 3, when: { knob: 'unit', in: ['words'] } },
  longestCharacters: {
    type: 'integer',
    min: 3,
    max: 5,
    when: { knob: 'unit', in: ['characters'] },
  },
  minCount: { type: 'integer', min: 1, max: 4 },
  terms: { type: 'categorical', values: [5_000, 20_000, 60_000] },
  weighting: {
    type: 'categorical',
    values: ['tfidf', 'bayes'],
    when: { knob: 'family', in: ['linear'] },
  },
  rate: {
    type: 'float',
    min: 0.5,
    max: 10,
    scale: 'log',
    when: { knob: 'family', in: ['linear'] },
  },
  l2: { type: 'float', min: 0.03, max: 5, scale: 'log', when: { knob: 'family', in: ['linear'] } },
  units: {
    type: 'categorical',
    values: [16, 32, 64],
    when: { knob: 'family', in: ['embedding'] },
  },
  dropout: { type: 'float', min: 0, max: 0.6, when: { knob: 'family', in: ['embedding'] } },
  learningRate: {
    type: 'float',
    min: 0.0005,
    max: 0.01,
    scale: 'log',
    when: { knob: 'family', in: ['embedding'] },
  },
};

/** What the first trial takes. */
export const defaultKnobs = {
  family: 'linear',
  unit: 'words',
  longestRun: 2,
  longestCharacters: 5,
  minCount: 2,
  terms: 20_000,
  weighting: 'tfidf',
  rate: 3,
  l2: 0.3,
  units: 32,
  dropout: 0.3,
  learningRate: 0.003,
} as const;

/** Values as they are used; a knob without a value has its default. */
export interface TextKnobs {
  readonly family: 'linear' | 'embedding';
  readonly termOptions: TermOptions;
  readonly minCount: number;
  /** Most terms. */
  readonly terms: number;
  /** Whether weights are scaled by how much more often a term is in texts of a class. */
  readonly isBayes: boolean;
  readonly rate: number;
  readonly l2: number;
  readonly units: number;
  readonly dropout: number;
  readonly learningRate: number;
}

export function readKnobs(knobs: KnobValues): TextKnobs {
  const values = { ...defaultKnobs, ...knobs } as Record<keyof typeof defaultKnobs, unknown>;
  const number = (name: keyof typeof defaultKnobs): number => Number(values[name]);
  const isWords = values.unit === 'words';
  return {
    family: values.family === 'embedding' ? 'embedding' : 'linear',
    termOptions: {
      unit: isWords ? 'words' : 'characters',
      longest: number(isWords ? 'longestRun' : 'longestCharacters'),
    },
    minCount: number('minCount'),
    terms: number('terms'),
    isBayes: values.weighting === 'bayes',
    rate: number('rate'),
    l2: number('l2'),
    units: number('units'),
    dropout: number('dropout'),
    learningRate: number('learningRate'),
  };
}
