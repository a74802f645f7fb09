import type { Knobs } from '@orangery/schemas';
import type { KnobValues } from '../../../runner/src/recipes/recipe.ts';

/** Something to search: knobs, and what a trial of them scores. */
export interface Objective {
  readonly title: string;
  readonly space: Knobs;
  /** Higher is better. */
  readonly score: (knobs: KnobValues) => number;
  /** Best score there is, where it is known. */
  readonly best?: number;
  /** How scores are shown: differences to the best over powers of ten, or as they are. */
  readonly scale: 'log' | 'linear';
}

const floats = (count: number, min: number, max: number): Knobs =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`x${index + 1}`, { type: 'float', min, max }]),
  );
const vector = (knobs: KnobValues, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Number(knobs[`x${index + 1}`]));

/** Standard test functions of optimisation, turned so that higher is better. */
export const standardFunctions: readonly Objective[] = [
  {
    title: 'Branin, 2-D',
    space: { x1: { type: 'float', min: -5, max: 10 }, x2: { type: 'float', min: 0, max: 15 } },
    score: (knobs) => -branin(Number(knobs.x1), Number(knobs.x2)),
    best: -0.397887,
    scale: 'log',
  },
  {
    title: 'Hartmann, 6-D',
    space: floats(6, 0, 1),
    score: (knobs) => hartmann(vector(knobs, 6)),
    best: 3.32237,
    scale: 'log',
  },
  {
    title: 'Levy, 4-D',
    space: floats(4, -10, 10),
    score: (knobs) => -levy(vector(knobs, 4)),
    best: 0,
    scale: 'log',
  },
  {
    title: 'Ackley, 5-D',
    // not centred, or the middle of the space would be the answer
    space: floats(5, -20, 32),
    score: (knobs) => -ackley(vector(knobs, 5)),
    best: 0,
    scale: 'log',
  },
  {
    title: 'mixed and conditional',
    space: {
      family: { type: 'categorical', values: ['linear', 'network', 'trees'] },
      rate: {
        type: 'float',
        min: 0.0001,
        max: 1,
        scale: 'log',
        when: { knob: 'family', in: ['linear', 'network'] },
      },
      layers: { type: 'integer', min: 1, max: 4, when: { knob: 'family', in: ['network'] } },
      activation: {
        type: 'categorical',
        values: ['relu', 'tanh', 'gelu'],
        when: { knob: 'family', in: ['network'] },
      },
      depth: {
        type: 'integer',
        min: 1,
        max: 64,
        scale: 'log',
        when: { knob: 'family', in: ['trees'] },
      },
      decay: { type: 'float', min: 0.000001, max: 0.1, scale: 'log' },
    },
    score: mixed,
    best: 0,
    scale: 'log',
  },
];

function branin(x: number, y: number): number {
  const curve = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
  return curve ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
}

const hartmannWeights = [1, 1.2, 3, 3.2];
const hartmannScales = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const hartmannPeaks = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

function hartmann(x: readonly number[]): number {
  return hartmannWeights.reduce((sum, weight, peak) => {
    const far = x.reduce(
      (squares, value, index) =>
        squares + hartmannScales[peak]![index]! * (value - hartmannPeaks[peak]![index]!) ** 2,
      0,
    );
    return sum + weight * Math.exp(-far);
  }, 0);
}

function levy(x: readonly number[]): number {
  const w = x.map((value) => 1 + (value - 1) / 4);
  const [first, last] = [w[0]!, w.at(-1)!];
  const middle = w
    .slice(0, -1)
    .reduce((sum, v) => sum + (v - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * v + 1) ** 2), 0);
  const end = (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2);
  return Math.sin(Math.PI * first) ** 2 + middle + end;
}

function ackley(x: readonly number[]): number {
  const squares = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  const waves = x.reduce((sum, value) => sum + Math.cos(2 * Math.PI * value), 0) / x.length;
  return -20 * Math.exp(-0.2 * Math.sqrt(squares)) - Math.exp(waves) + 20 + Math.E;
}

/** Loss of an imagined model: each family has its own best knobs, one family is best. */
function mixed(knobs: KnobValues): number {
  const { family, activation } = knobs;
  const tens = (name: string): number => Math.log10(Number(knobs[name]));
  const decay = 0.05 * (tens('decay') + 3.5) ** 2;
  if (family === 'linear') return -(0.6 + 0.2 * (tens('rate') + 1) ** 2 + decay);
  if (family === 'trees') {
    return -(0.35 + 0.1 * (Math.log2(Number(knobs.depth)) - 3) ** 2 + 0.2 * decay);
  }
  const shape = activation === 'gelu' ? 0 : activation === 'relu' ? 0.1 : 0.4;
  const layers = 0.15 * (Number(knobs.layers) - 3) ** 2;
  return -(shape + layers + 0.4 * (tens('rate') + 2.5) ** 2 + decay);
}
