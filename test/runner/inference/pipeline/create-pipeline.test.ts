import { Failure, type PipelineTopology } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPipeline } from '../../../../runner/src/inference/pipeline/create-pipeline.ts';
import { joinPipeline } from '../../../../runner/src/inference/pipeline/join-pipeline.ts';
import { predictRaw, type Predictor } from '../../../../runner/src/inference/predictor.ts';
import type { Prediction, RawInput } from '../../../../runner/src/recipes/recipe.ts';
import {
  fakePredictor,
  label,
  number,
  probabilities,
  text,
  topologyOf,
  type FakePredictor,
} from './fake-predictor.ts';

/** The steps as one, as they are loaded. */
function compose(pipeline: PipelineTopology, predictors: readonly Predictor[]): Predictor {
  const module: Module = {
    ...{ id: 'composed', folder: '', card: '', artifact: null, golden: null },
    ...{ receipts: [], reports: [], files: [] },
    frontMatter: {
      ...{ schema: 'module/2', title: 'Composed', summary: 'Of other modules.', version: '2.0.0' },
      ...{ license: 'MIT', authors: [], maintainers: [], tasks: ['a'] },
      ...{ kind: 'pipeline', runtime: 'pipeline', pipeline },
    },
  };
  const joining = joinPipeline(module.frontMatter, predictors);
  if (joining.kind !== 'joined') throw new Error(JSON.stringify(joining));
  const parts = { module, topology: pipeline, joined: joining.pipeline, predictors };
  return createPipeline({ ...parts, dispose: () => {} });
}

async function predict(predictor: Predictor, value: unknown): Promise<readonly Prediction[]> {
  const [answers] = await predictRaw(predictor, [{ kind: 'value', value }]);
  return answers!;
}

const sorter = (): FakePredictor =>
  fakePredictor({
    id: 'sorter',
    inputs: [text],
    outputs: [label('short', 'long'), probabilities('short', 'long'), number('length')],
    answer: (input) => {
      const { length } = String(input);
      const long = Math.min(1, length / 10);
      return {
        label: long > 0.5 ? 'long' : 'short',
        probabilities: { short: 1 - long, long },
        length,
      };
    },
  });

const shouter = (): FakePredictor =>
  fakePredictor({
    id: 'shouter',
    inputs: [text],
    outputs: [{ name: 'text', type: 'text' }],
    answer: (input) => ({ text: `${String(input)}!` }),
  });

/** Adds two numbers that come by name. */
const adder = (): FakePredictor =>
  fakePredictor({
    id: 'adder',
    inputs: [number('first'), number('second')],
    outputs: [number('sum')],
    answer: (input) => {
      const { first, second } = input as Record<string, number>;
      return { sum: Number(first) + Number(second) };
    },
  });

const failing = (error: unknown): FakePredictor =>
  fakePredictor({
    id: 'failing',
    inputs: [text],
    outputs: [label('short', 'long')],
    answer: () => {
      throw error;
    },
  });

describe('a sequence', () => {
  it('gives outputs to inputs by name, and answers as its last step', async () => {
    const second = { module: 'sorter', inputs: { text: 'shouter.text' } };
    const pipeline = compose(topologyOf('sequence', { module: 'shouter' }, second), [
      shouter(),
      sorter(),
    ]);
    expect(await predict(pipeline, ['a', 'abcdefgh'])).toMatchObject([
      { label: 'short', length: 2 },
      { label: 'long', length: 9 },
    ]);
  });

  it('gives the most probable class of probabilities to a text', async () => {
    const second = { module: 'shouter', inputs: { text: 'sorter.probabilities' } };
    const steps = topologyOf('sequence', { module: 'sorter' }, second);
    const pipeline = compose(steps, [sorter(), shouter()]);
    expect(await predict(pipeline, ['a', 'abcdefgh'])).toEqual([
      { text: 'short!' },
      { text: 'long!' },
    ]);
  });

  const sums = topologyOf(
    'sequence',
    { name: 'one', module: 'adder' },
    {
      name: 'two',
      module: 'adder',
      inputs: { first: 'one.sum', second: '$input.third' },
    },
  );

  it('mixes outputs and inputs of its own, of JSON and of a table', async () => {
    const pipeline = compose(sums, [adder(), adder()]);
    const rows = [
      { first: 1, second: 2, third: 3 },
      { first: 10, second: 20, third: 30 },
    ];
    const csv = new TextEncoder().encode('third,second,first\n3,2,1\n30,20,10\n');
    expect(await predict(pipeline, rows)).toEqual([{ sum: 6 }, { sum: 60 }]);
    const steps = [tableAdder(), tableAdder()];
    const raw: RawInput = { kind: 'file', name: 'rows.csv', bytes: csv };
    expect(await predictRaw(compose(sums, steps), [raw])).toEqual([[{ sum: 6 }, { sum: 60 }]]);
  });

  it('asks each step once for all inputs', async () => {
    const steps = [adder(), adder()];
    const rows = [1, 2, 3].map((third) => ({ first: 1, second: 1, third }));
    await predict(compose(sums, steps), rows);
    expect(steps.map(({ batches }) => batches.map(({ length }) => length))).toEqual([[3], [3]]);
  });

  it('asks no step for nothing', async () => {
    const steps = [adder(), adder()];
    expect(await compose(sums, steps).predictParsed([])).toEqual([]);
    expect(steps.map(({ batches }) => batches)).toEqual([[], []]);
  });

  it('lets a step say what a row lacks', async () => {
    const strict = fakePredictor({
      ...{ id: 'strict', inputs: [number('first'), number('second')], outputs: [number('sum')] },
      answer: () => ({ sum: 0 }),
      parse: ({ value }: { value?: unknown } & RawInput) => {
        const missing = ['first', 'second'].find((name) => !Object.hasOwn(value ?? {}, name));
        if (missing !== undefined) throw new Failure('INPUT_INVALID', `${missing} is missing`);
        return [value];
      },
    });
    const pipeline = compose(sums, [adder(), strict]);
    await expect(predict(pipeline, { first: 1, second: 2 })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: 'step two: second is missing',
    });
  });

  it('refuses what is no row', async () => {
    const pipeline = compose(sums, [adder(), adder()]);
    await expect(
      predict(pipeline, [{ first: 1, second: 2, third: 3 }, 'all']),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: 'data[1]: expected an object with first, second, third, found "all"',
    });
  });
});

describe('steps side by side', () => {
  const both = topologyOf('parallel', { module: 'sorter' }, { name: 'loud', module: 'shouter' });

  it('answer under their names', async () => {
    const pipeline = compose(both, [sorter(), shouter()]);
    expect(await predict(pipeline, 'abc')).toEqual([
      {
        'sorter.label': 'short',
        'sorter.probabilities': { short: 0.7, long: 0.3 },
        'sorter.length': 3,
        'loud.text': 'abc!',
      },
    ]);
  });

  it('may be a step of another pipeline, by names with dots', async () => {
    const inner = compose(both, [sorter(), shouter()]);
    const second = { module: 'shouter', inputs: { text: 'both.loud.text' } };
    const outer = topologyOf('sequence', { name: 'both', module: 'composed' }, second);
    expect(await predict(compose(outer, [inner, shouter()]), 'abc')).toEqual([{ text: 'abc!!' }]);
  });

  it('take an input by the name that the pipeline has for it', async () => {
    const steps = topologyOf('parallel', {
      module: 'shouter',
      inputs: { text: '$input.letter' },
    });
    const pipeline = compose(steps, [shouter()]);
    expect(pipeline.inputs).toEqual([{ name: 'letter', type: 'text' }]);
    const answers = [
      await predict(pipeline, { letter: 'a' }),
      await predict(pipeline, [{ letter: 'a' }]),
      await predict(pipeline, ['a']),
    ];
    expect(answers).toEqual(Array.from({ length: 3 }, () => [{ 'shouter.text': 'a!' }]));
  });

  it('must find as many inputs in what arrived', async () => {
    const one = fakePredictor({
      ...{ id: 'one', inputs: [text], outputs: [], answer: () => ({}) },
      parse: ({ value }: { value?: unknown } & RawInput) => [value],
    });
    const steps = topologyOf('parallel', { module: 'sorter' }, { module: 'one' });
    await expect(predict(compose(steps, [sorter(), one]), ['a', 'b'])).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: 'data: expected one meaning for all steps, found 2, 1 inputs by step',
    });
  });
});

describe('an ensemble', () => {
  const steps = [{ module: 'sorter' }, { name: 'again', module: 'sorter', weight: 3 }] as const;

  it.each<[PipelineTopology['combine'], Prediction]>([
    [undefined, { label: 'long', probability: 0.6 }],
    ['vote', { label: 'long', probability: 1 }],
  ])('agrees by %s', async (combine, expected) => {
    const topology = { ...topologyOf('ensemble', ...steps), ...(combine && { combine }) };
    const pipeline = compose(topology, [sorter(), sorter()]);
    expect(await predict(pipeline, 'abcdef')).toMatchObject([expected]);
  });
});

it('answers in the order that inputs came, whatever else is in the batch', async () => {
  const second = { module: 'sorter', inputs: { text: 'shouter.text' } };
  const pipelines = [
    compose(topologyOf('sequence', { module: 'shouter' }, second), [shouter(), sorter()]),
    compose(topologyOf('parallel', { module: 'shouter' }, { module: 'sorter' }), [
      shouter(),
      sorter(),
    ]),
    compose(topologyOf('ensemble', { module: 'sorter' }, { name: 'b', module: 'sorter' }), [
      sorter(),
      sorter(),
    ]),
  ];
  const words = fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(words, fc.constantFrom(...pipelines), async (given, pipeline) => {
      const together = await predict(pipeline, given);
      const alone = await Promise.all(given.map(async (word) => predict(pipeline, [word])));
      expect(together).toEqual(alone.flat());
    }),
  );
});

describe('what goes wrong in a step', () => {
  it('keeps its code and hint, and says which step', async () => {
    const failure = new Failure('INPUT_INVALID', 'data[0]: no text', { hint: 'Send a text.' });
    const pipeline = compose(topologyOf('parallel', { name: 'x', module: 'failing' }), [
      failing(failure),
    ]);
    await expect(predict(pipeline, 'a')).rejects.toMatchObject({
      ...{ code: 'INPUT_INVALID', message: 'step x: data[0]: no text', hint: 'Send a text.' },
      cause: failure,
    });
  });

  it('stays a mistake of the module where it is one', async () => {
    const pipeline = compose(topologyOf('parallel', { module: 'failing' }), [
      failing(new TypeError('no such tensor')),
    ]);
    const predicted = predict(pipeline, 'a');
    await expect(predicted).rejects.toThrow('step failing: no such tensor');
    await expect(predicted).rejects.not.toBeInstanceOf(Failure);
  });

  it.each<[string, FakePredictor]>([
    ['step short: expected the output text of a step before, found none', shouterOf(() => ({}))],
    ['step loud: 1 answers for 2 inputs', fewer()],
  ])('is told: %s', async (message, loud) => {
    const second = { name: 'short', module: 'sorter', inputs: { text: 'loud.text' } };
    const steps = topologyOf('sequence', { name: 'loud', module: 'shouter' }, second);
    const pipeline = compose(steps, [loud, sorter()]);
    await expect(predict(pipeline, ['a', 'b'])).rejects.toMatchObject({ message });
  });
});

function shouterOf(answer: () => Prediction): FakePredictor {
  return fakePredictor({ inputs: [text], outputs: [{ name: 'text', type: 'text' }], answer });
}

function fewer(): FakePredictor {
  const shouting = shouter();
  return {
    ...shouting,
    predictParsed: async (inputs) => shouting.predictParsed(inputs.slice(1)),
  };
}

/** As {@link adder}, and takes a table with its columns. */
function tableAdder(): FakePredictor {
  return fakePredictor({
    ...{ inputs: [number('first'), number('second')], outputs: [number('sum')] },
    answer: (input) => {
      const { first, second } = input as Record<string, string>;
      return { sum: Number(first) + Number(second) };
    },
    parse: (raw) => {
      if (raw.kind === 'value') return [raw.value];
      const [head, ...lines] = new TextDecoder().decode(raw.bytes).trim().split('\n');
      const names = head!.split(',');
      return lines.map((line) =>
        Object.fromEntries(line.split(',').map((cell, place) => [names[place], cell])),
      );
    },
  });
}
