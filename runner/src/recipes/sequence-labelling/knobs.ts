import type { Knobs } from '@orangery/schemas';
import type { KnobValues } from '../recipe.ts';

/** What is tried: what a word is described by, and how the weights are learnt. */
export const searchSpace: Knobs = {
  family: { type: 'categorical', values: ['crf', 'perceptron'] },
  window: { type: 'integer', min: 1, max: 2 },
  suffixes: { type: 'integer', min: 2, max: 5 },
  prefixes: { type: 'integer', min: 0, max: 4 },
  minCount: { type: 'integer', min: 1, max: 3 },
  rate: { type: 'float', min: 0.05, max: 1, scale: 'log', when: { knob: 'family', in: ['crf'] } },
  l2: { type: 'float', min: 0.01, max: 3, scale: 'log', when: { knob: 'family', in: ['crf'] } },
};

/** What the first trial takes. */
export const defaultKnobs = {
  family: 'crf',
  window: 2,
  suffixes: 4,
  prefixes: 3,
  minCount: 1,
  rate: 0.3,
  l2: 0.1,
} as const;

/** What a word is described by. */
export interface FeatureOptions {
  /** Neighbours looked at on each side. */
  readonly window: number;
  /** Longest ending in characters. */
  readonly suffixes: number;
  /** Longest beginning in characters. */
  readonly prefixes: number;
}

/** Values as they are used; a knob without a value has its default. */
export interface SequenceKnobs extends FeatureOptions {
  readonly family: 'crf' | 'perceptron';
  /** Fewest times that a feature occurs; words themselves are always kept. */
  readonly minCount: number;
  readonly rate: number;
  readonly l2: number;
}

export function readKnobs(knobs: KnobValues): SequenceKnobs {
  const values = { ...defaultKnobs, ...knobs } as Record<keyof typeof defaultKnobs, unknown>;
  return {
    family: values.family === 'perceptron' ? 'perceptron' : 'crf',
    window: Number(values.window),
    suffixes: Number(values.suffixes),
    prefixes: Number(values.prefixes),
    minCount: Number(values.minCount),
    rate: Number(values.rate),
    l2: Number(values.l2),
  };
}
