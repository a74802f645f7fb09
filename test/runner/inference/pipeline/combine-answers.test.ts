import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  combineAnswers,
  type Voice,
} from '../../../../runner/src/inference/pipeline/combine-answers.ts';
import type { ClassPrediction } from '../../../../runner/src/recipes/recipe.ts';
import { label, number, probabilities } from './fake-predictor.ts';

const classes = ['plum', 'pear', 'lemon'];
const outputs = [label(...classes), number('probability'), probabilities(...classes)];

/** One that gives these shares for the classes, in their order. */
const sure = (shares: readonly number[], weight = 1): Voice => ({
  ...{ name: 'sure', outputs, weight },
  answer: {
    label: classes[shares.indexOf(Math.max(...shares))],
    probabilities: Object.fromEntries(classes.map((name, index) => [name, shares[index]])),
  },
});

const votes = (name: string, weight = 1): Voice => ({
  ...{ name: 'voter', outputs, weight },
  answer: { label: name },
});

const measured = (answer: Record<string, unknown>, weight = 1): Voice => ({
  ...{ name: 'measured', answer, weight },
  outputs: [number('value'), number('lower')],
});

describe('the mean', () => {
  it('of probabilities names the class with the largest', () => {
    const voices = [sure([0.6, 0.4, 0]), sure([0, 0.5, 0.5])];
    expect(combineAnswers(voices, 'mean')).toEqual({
      label: 'pear',
      probability: 0.45,
      probabilities: { plum: 0.3, pear: 0.45, lemon: 0.25 },
    });
  });

  it('counts a voice by its weight', () => {
    const voices = [sure([1, 0, 0], 3), sure([0, 1, 0])];
    expect(combineAnswers(voices, 'mean')).toMatchObject({
      probabilities: { plum: 0.75, pear: 0.25, lemon: 0 },
    });
  });

  it('takes classes by their names, whatever their order', () => {
    const other = {
      ...sure([0, 0, 0]),
      outputs: [probabilities('lemon', 'plum', 'pear')],
      answer: { probabilities: { lemon: 0, plum: 0, pear: 1 } },
    };
    expect(combineAnswers([sure([1, 0, 0]), other], 'mean')).toMatchObject({
      probabilities: { plum: 0.5, pear: 0.5, lemon: 0 },
    });
  });

  it('of numbers is a number for each that all give', () => {
    const voices = [measured({ value: 2, lower: 1 }), measured({ value: 4, lower: 2 }, 3)];
    expect(combineAnswers(voices, 'mean')).toEqual({ value: 3.5, lower: 1.75 });
  });

  it.each<[string, readonly Voice[]]>([
    ['step sure: expected a number for pear, found undefined', [sure([1])]],
    ['step measured: expected a number for value, found null', [measured({ value: null })]],
    [
      'step sure: expected a number for plum, found undefined',
      [{ ...sure([1, 0, 0]), answer: { probabilities: 'plum' } }],
    ],
  ])('is not taken of what is no number: %s', (message, voices) => {
    expect(() => combineAnswers(voices, 'mean')).toThrow(message);
  });

  const shares = fc
    .tuple(...classes.map(() => fc.integer({ min: 0, max: 1000 })))
    .filter((counts) => counts.some((count) => count > 0))
    .map((counts) => {
      const sum = counts.reduce((all, count) => all + count);
      return counts.map((count) => count / sum);
    });
  const voice = fc
    .tuple(shares, fc.integer({ min: 1, max: 1000 }))
    .map(([given, weight]) => sure(given, weight / 10));

  it('of probabilities sums to 1, and lies between what the voices say', () => {
    fc.assert(
      fc.property(fc.array(voice, { minLength: 1, maxLength: 8 }), (voices) => {
        const { probabilities: found } = combineAnswers(voices, 'mean') as ClassPrediction;
        const sum = Object.values(found).reduce((all, share) => all + share);
        expect(sum).toBeCloseTo(1, 9);
        for (const name of classes) {
          const said = voices.map(({ answer }) => (answer as ClassPrediction).probabilities[name]!);
          expect(found[name]).toBeGreaterThanOrEqual(Math.min(...said) - 1e-9);
          expect(found[name]).toBeLessThanOrEqual(Math.max(...said) + 1e-9);
        }
      }),
    );
  });

  it('is the same in whatever order the voices speak', () => {
    fc.assert(
      fc.property(fc.array(voice, { minLength: 2, maxLength: 8 }), (voices) => {
        const forth = combineAnswers(voices, 'mean') as ClassPrediction;
        const back = combineAnswers(voices.toReversed(), 'mean') as ClassPrediction;
        for (const name of classes) {
          expect(back.probabilities[name]).toBeCloseTo(forth.probabilities[name]!, 9);
        }
      }),
    );
  });
});

describe('a vote', () => {
  it('goes to the label that most name, and says their share', () => {
    expect(combineAnswers([votes('pear'), votes('plum'), votes('pear')], 'vote')).toEqual({
      label: 'pear',
      probability: expect.closeTo(2 / 3, 9) as number,
      probabilities: {
        plum: expect.closeTo(1 / 3, 9) as number,
        pear: expect.closeTo(2 / 3, 9) as number,
        lemon: 0,
      },
    });
  });

  it('goes by weight', () => {
    const voices = [votes('pear'), votes('plum', 3), votes('pear')];
    expect(combineAnswers(voices, 'vote')).toMatchObject({ label: 'plum', probability: 0.6 });
  });

  it('goes to the class that stands first when it is even', () => {
    expect(combineAnswers([votes('lemon'), votes('pear')], 'vote')).toMatchObject({
      label: 'pear',
      probability: 0.5,
    });
  });

  it('is not given to what is no class', () => {
    expect(() => combineAnswers([votes('plum'), votes('fig')], 'vote')).toThrow(
      'step voter: expected one of plum, pear, lemon, found "fig"',
    );
  });
});
