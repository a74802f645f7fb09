import { Failure } from '@orangery/schemas';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { predictCalls } from '../../../../runner/src/serving/pool/predict-calls.ts';

/** Answers a list with itself; `bad` cannot be read, `broken` ends whatever batch it is in. */
const engine = {
  parse: async (raw: { kind: string; value?: unknown }) => {
    const values = Array.isArray(raw.value) ? raw.value : [raw.value];
    if (values.includes('bad'))
      throw new Failure('INPUT_INVALID', 'bad value', { hint: 'Mend it.' });
    return values as unknown[];
  },
  predictParsed: async (inputs: readonly unknown[]) => {
    if (inputs.includes('broken')) throw new Error('secret');
    return inputs.map((label) => ({ label }));
  },
};

it('gives each call its own outcome, in order, with a list for each input', async () => {
  const value = fc.oneof(fc.integer(), fc.constant('bad'), fc.constant('broken'));
  const input = fc.oneof(value, fc.array(value, { maxLength: 5 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(input, { maxLength: 4 }), { maxLength: 8 }),
      async (calls) => {
        const outcomes = await predictCalls(
          engine,
          calls.map((call) => call.map((one) => ({ kind: 'value', value: one }))),
        );
        expect(outcomes.map(({ kind }) => kind)).toEqual(
          calls.map((call) =>
            call.flat().includes('bad')
              ? 'refused'
              : call.flat().includes('broken')
                ? 'failed'
                : 'predicted',
          ),
        );
        outcomes.forEach((outcome, index) => {
          if (outcome.kind !== 'predicted') return;
          expect(outcome.predictions).toEqual(
            calls[index]!.map((one) => [one].flat().map((label) => ({ label }))),
          );
        });
      },
    ),
  );
});

it('lets a model see a bounded number of inputs at a time', async () => {
  const sizes: number[] = [];
  const counting = {
    ...engine,
    predictParsed: async (inputs: readonly unknown[]) => {
      sizes.push(inputs.length);
      return engine.predictParsed(inputs);
    },
  };
  const value = Array.from({ length: 600 }, (_, index) => index);
  const [outcome] = await predictCalls(counting, [[{ kind: 'value', value }]]);
  expect(sizes).toEqual([256, 256, 88]);
  expect(outcome).toMatchObject({ kind: 'predicted' });
});

it('fails a model that gives too few answers', async () => {
  const lazy = { ...engine, predictParsed: async () => [] };
  const [outcome] = await predictCalls(lazy, [[{ kind: 'value', value: 1 }]]);
  expect(outcome).toMatchObject({ kind: 'failed' });
});
