import type { Field } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import type { RawInput } from '../../../../runner/src/recipes/recipe.ts';
import { infer } from '../../../../runner/src/serving/open-inference/infer.ts';
import { RequestProblem } from '../../../../runner/src/serving/request-problem.ts';
import { classOutputs, elm, answeringSlot, type Answer } from '../answering-slot.ts';

interface Sent {
  readonly inputs: unknown;
  readonly [name: string]: unknown;
}

const call = { id: 'r', signal: new AbortController().signal, isGone: false };

/** What a model of these inputs is asked, and what its caller is answered. */
async function ask(
  inputs: readonly Field[],
  request: Sent,
  {
    outputs = classOutputs,
    answer = () => [elm],
  }: { outputs?: readonly Field[]; answer?: Answer } = {},
): Promise<{ asked: readonly RawInput[]; answered: Record<string, unknown> }> {
  const slot = answeringSlot({ name: 'm', inputs, outputs }, answer);
  const body = Buffer.from(JSON.stringify(request));
  const written = await infer(slot.current, { body, headerLength: undefined, maxInputs: 4, call });
  return {
    asked: slot.asked,
    answered: JSON.parse(written.body.toString()) as Record<string, unknown>,
  };
}

const tensor = (name: string, datatype: string, shape: number[], data: unknown): object => ({
  name,
  datatype,
  shape,
  data,
});

describe('examples of a request', () => {
  const image: Field[] = [{ name: 'image', type: 'image' }];
  const text: Field[] = [{ name: 'text', type: 'text' }];
  const tokens: Field[] = [{ name: 'tokens', type: 'tokens' }];
  const series: Field[] = [{ name: 'series', type: 'series' }];
  const weights: Field[] = [{ name: 'w', type: 'tensor', datatype: 'FP32', shape: [2] }];
  const table: Field[] = [
    { name: 'x', type: 'number' },
    { name: 'n', type: 'integer' },
    { name: 'colour', type: 'category' },
    { name: 'ripe', type: 'boolean', required: false },
  ];
  const file = (name: string, text: string): RawInput => ({
    kind: 'file',
    name,
    bytes: Uint8Array.from(Buffer.from(text)),
  });
  const value = (one: unknown): RawInput => ({ kind: 'value', value: one });

  it.each<[string, readonly Field[], object[], RawInput[]]>([
    [
      'pictures as base64',
      image,
      [tensor('image', 'BYTES', [2], ['b25l', 'dHdv'])],
      [file('image[0]', 'one'), file('image[1]', 'two')],
    ],
    [
      'pictures as pixels',
      image,
      [tensor('image', 'UINT8', [2, 1, 1, 3], [1, 2, 3, 4, 5, 6])],
      [
        value({ shape: [1, 1, 3], data: Uint8Array.of(1, 2, 3) }),
        value({ shape: [1, 1, 3], data: Uint8Array.of(4, 5, 6) }),
      ],
    ],
    [
      'pixels of another type of numbers',
      image,
      [tensor('image', 'FP32', [1, 1, 2, 1], [[[[0], [255]]]])],
      [value({ shape: [1, 2, 1], data: Uint8Array.of(0, 255) })],
    ],
    ['texts', text, [tensor('text', 'BYTES', [2, 1], ['a', 'b'])], [value('a'), value('b')]],
    [
      'texts as base64, as MLServer marks them',
      text,
      [{ ...tensor('text', 'BYTES', [1], ['w6Q=']), parameters: { content_type: 'base64' } }],
      [value('ä')],
    ],
    [
      'sentences, and their words',
      tokens,
      [tensor('tokens', 'BYTES', [3], ['a b', '["a","b"]', '[1]'])],
      [value('a b'), value(['a', 'b']), value('[1]')],
    ],
    [
      'series, with a gap',
      series,
      [tensor('series', 'FP64', [2, 2], [1, null, 3, 4])],
      [value([1, null]), value([3, 4])],
    ],
    [
      'series as JSON',
      series,
      [tensor('series', 'BYTES', [1], ['{"history":[1],"end":"2026-01-31"}'])],
      [value({ history: [1], end: '2026-01-31' })],
    ],
    [
      'tensors',
      weights,
      [tensor('w', 'FP32', [2, 2], [1, 2, 3, 4])],
      [
        value({ shape: [2], data: Float32Array.of(1, 2) }),
        value({ shape: [2], data: Float32Array.of(3, 4) }),
      ],
    ],
    [
      'tensors of texts, by name',
      [{ name: 's', type: 'tensor', datatype: 'BYTES', shape: [1, 2] }],
      [tensor('s', 'BYTES', [2, 1, 2], ['a', 'b', 'c', 'd'])],
      [value({ s: [['a', 'b']] }), value({ s: [['c', 'd']] })],
    ],
    [
      'rows of a table, a tensor a column',
      table,
      [
        tensor('n', 'INT64', [2, 1], [3, 4]),
        tensor('x', 'FP32', [2], [1.5, null]),
        tensor('colour', 'BYTES', [2], ['red', '']),
        tensor('ripe', 'BOOL', [2], [true, false]),
      ],
      [
        value({ x: 1.5, n: 3, colour: 'red', ripe: true }),
        value({ x: null, n: 4, colour: '', ripe: false }),
      ],
    ],
    [
      'rows without a column that may be missing',
      table,
      [
        tensor('n', 'UINT8', [1], [3]),
        tensor('x', 'INT8', [1], [-1]),
        tensor('colour', 'INT32', [1], [7]),
      ],
      [value({ x: -1, n: 3, colour: 7 })],
    ],
    [
      'rows of numbers as one matrix',
      table.slice(0, 2),
      [
        tensor(
          'input-0',
          'FP32',
          [2, 2],
          [
            [1.5, 2],
            [3.5, 4],
          ],
        ),
      ],
      [value({ x: 1.5, n: 2 }), value({ x: 3.5, n: 4 })],
    ],
  ])('are %s', async (_, fields, inputs, expected) => {
    expect((await ask(fields, { inputs })).asked).toEqual(expected);
  });

  it.each<[readonly Field[], unknown, string]>([
    [text, undefined, '400 inputs: expected a list, found nothing'],
    [text, [], '400 inputs: expected text, found none'],
    [text, [7], '400 inputs[0]: expected an object, found 7'],
    [text, [{ shape: [1] }], '400 inputs[0].name: expected a text, found nothing'],
    [
      text,
      [tensor('text', 'BYTES', [], [])],
      '400 text, shape: expected 1 to 16 dimensions, found 0',
    ],
    [
      text,
      [tensor('text', 'BYTES', [-1], [])],
      '400 text, shape: expected a whole number, 0 or more, found -1',
    ],
    [
      text,
      [tensor('text', 'BF16', [1], [1])],
      '400 text, datatype: expected BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, FP32, FP64 or BYTES, found "BF16"',
    ],
    [
      text,
      [tensor('text', 'FP64', [1e8, 1e9], [])],
      '400 text, shape: expected a number of elements below 2^53, found more',
    ],
    [text, [tensor('text', 'BYTES', [5], [])], '413 text, examples: expected at most 4, found 5'],
    [
      text,
      [tensor('text', 'BYTES', [0], [])],
      '400 inputs: expected as many examples of each in the first dimension, at least 1, found text 0',
    ],
    [text, [tensor('text', 'INT8', [1], [1])], '400 text: expected BYTES, found INT8'],
    [
      text,
      [tensor('text', 'BYTES', [1, 2], ['a', 'b'])],
      '400 text: expected the shape [batch] or [batch, 1], found [1, 2]',
    ],
    [text, [tensor('prompt', 'BYTES', [1], ['a'])], '400 inputs: expected text, found prompt'],
    [
      text,
      [tensor('text', 'BYTES', [1], ['a']), tensor('text', 'BYTES', [1], ['a'])],
      '400 inputs: expected text, found text, text',
    ],
    [
      text,
      [{ name: 'text', datatype: 'BYTES', shape: [1], parameters: { shared_memory_region: 'a' } }],
      '400 text: expected data or binary data, found a shared memory region',
    ],
    [
      table,
      [tensor('x', 'FP64', [1], [1]), tensor('colour', 'BYTES', [1], ['a'])],
      '400 inputs: expected x, n, colour, ripe?, found x, colour',
    ],
    [
      table,
      [
        tensor('x', 'FP64', [1], [1]),
        tensor('n', 'INT64', [2], [1, 2]),
        tensor('colour', 'BYTES', [1], ['a']),
      ],
      '400 inputs: expected as many examples of each in the first dimension, at least 1, found x 1, n 2, colour 1',
    ],
    [
      table,
      [
        tensor('x', 'BYTES', [1], ['1']),
        tensor('n', 'INT64', [1], [1]),
        tensor('colour', 'BYTES', [1], ['a']),
      ],
      '400 x: expected numbers, found BYTES',
    ],
    [
      table,
      [
        tensor('x', 'FP64', [1], [1]),
        tensor('n', 'FP64', [1], [1.5]),
        tensor('colour', 'BYTES', [1], ['a']),
      ],
      '400 n[0]: expected a whole number, found 1.5',
    ],
    [
      image,
      [tensor('image', 'BYTES', [1], ['?'])],
      '400 image[0]: expected base64 text, or the bytes as binary data, found another text',
    ],
    [
      image,
      [tensor('image', 'FP32', [1, 1, 1, 3], [0.1, 0.2, 0.3])],
      '400 image[0]: expected pixels as whole numbers 0…255, not scaled, found 0.10000000149011612',
    ],
    [
      image,
      [tensor('image', 'UINT8', [1, 3, 1, 2], [1, 2, 3, 4, 5, 6])],
      '400 image: expected the shape [batch, height, width, 3], or 1 for grey, found [1, 3, 1, 2]',
    ],
    [
      series,
      [tensor('series', 'FP64', [1], [1])],
      '400 series: expected the shape [batch, length], found [1]',
    ],
    [
      series,
      [tensor('series', 'BYTES', [1], ['{'])],
      '400 series[0]: expected JSON, found another text',
    ],
    [weights, [tensor('w', 'FP64', [1, 2], [1, 2])], '400 w: expected FP32, found FP64'],
    [
      weights,
      [tensor('w', 'FP32', [1, 3], [1, 2, 3])],
      '400 w: expected the shape [-1, 2], found [1, 3]',
    ],
  ])('are refused where they are none: %#', async (fields, inputs, message) => {
    const problem = await caughtProblem(async () => ask(fields, { inputs }));
    expect(problem).toBe(message);
  });
});

describe('outputs of an answer', () => {
  const text: Field[] = [{ name: 'text', type: 'text' }];
  const inputs = [tensor('text', 'BYTES', [2], ['a', 'b'])];

  it('are all of a classifier, its probabilities in the order of its classes', async () => {
    const { answered } = await ask(text, { id: 'q', inputs });
    expect(answered).toEqual({
      model_name: 'm',
      model_version: '1.2.3',
      id: 'q',
      outputs: [
        tensor('label', 'BYTES', [2], ['elm', 'elm']),
        tensor('probability', 'FP64', [2], [0.5, 0.5]),
        tensor('probabilities', 'FP64', [2, 3], [0.25, 0.5, 0.25, 0.25, 0.5, 0.25]),
      ],
    });
  });

  it('are those that were asked for, in their order, with the highest classes as texts', async () => {
    const outputs = [
      { name: 'probabilities', parameters: { classification: 2 } },
      { name: 'label' },
    ];
    const { answered } = await ask(text, {
      inputs: [tensor('text', 'BYTES', [1], ['a'])],
      outputs,
    });
    expect(answered.outputs).toEqual([
      tensor('probabilities', 'BYTES', [1, 2], ['0.5:1:elm', '0.25:0:oak']),
      tensor('label', 'BYTES', [1], ['elm']),
    ]);
  });

  it.each<[string, Field, unknown, object]>([
    ['a number', { name: 'y', type: 'number' }, 1.5, tensor('y', 'FP64', [1], [1.5])],
    ['no number', { name: 'y', type: 'number' }, undefined, tensor('y', 'FP64', [1], [null])],
    ['an integer', { name: 'y', type: 'integer' }, 3, tensor('y', 'INT64', [1], [3])],
    ['a truth', { name: 'y', type: 'boolean' }, true, tensor('y', 'BOOL', [1], [true])],
    ['a text', { name: 'y', type: 'text' }, 'a', tensor('y', 'BYTES', [1], ['a'])],
    ['words', { name: 'y', type: 'tokens' }, ['a', 'b'], tensor('y', 'BYTES', [1], ['["a","b"]'])],
    ['boxes', { name: 'y', type: 'boxes' }, [{ x: 1 }], tensor('y', 'BYTES', [1], ['[{"x":1}]'])],
    ['a series', { name: 'y', type: 'series' }, [1, 2], tensor('y', 'FP64', [1, 2], [1, 2])],
    [
      'a nested tensor',
      { name: 'y', type: 'tensor', datatype: 'INT64', shape: [2, 1] },
      [[1], [2]],
      tensor('y', 'INT64', [1, 2, 1], [1, 2]),
    ],
    [
      'an integer that is not quite whole',
      { name: 'y', type: 'integer' },
      2.9999,
      tensor('y', 'INT64', [1], [3]),
    ],
    [
      'the highest of 64 bits as JSON has it',
      { name: 'y', type: 'integer' },
      2 ** 63,
      tensor('y', 'INT64', [1], [2 ** 63]),
    ],
    [
      'a tensor',
      { name: 'y', type: 'tensor', datatype: 'FP32', shape: [2] },
      { shape: [2], data: Float32Array.of(1, NaN) },
      tensor('y', 'FP32', [1, 2], [1, null]),
    ],
  ])('hold %s', async (_, field, y, expected) => {
    const sent = { inputs: [tensor('text', 'BYTES', [1], ['a'])] };
    const { answered } = await ask(text, sent, { outputs: [field], answer: () => [{ y }] });
    expect(answered.outputs).toEqual([expected]);
  });

  it('fill the shorter series of a batch up', async () => {
    const { answered } = await ask(
      text,
      { inputs },
      {
        outputs: [{ name: 'y', type: 'series' }],
        answer: (_, index) => [{ y: index === 0 ? [1, 2] : [3] }],
      },
    );
    expect(answered.outputs).toEqual([tensor('y', 'FP64', [2, 2], [1, 2, 3, null])]);
  });

  it.each<[unknown, string]>([
    ['label', '400 outputs: expected a list, found "label"'],
    [[{ name: 'labels' }], '400 outputs: expected label, probability, probabilities, found labels'],
    [[{ name: 'label' }, { name: 'label' }], '400 outputs: expected each once, found label twice'],
    [
      [{ name: 'label', parameters: { classification: 1 } }],
      '400 label: classification needs an output [batch, classes]',
    ],
    [
      [{ name: 'label', parameters: { binary_data: 1 } }],
      '400 binary_data: expected true or false, found 1',
    ],
    [
      [{ name: 'label', parameters: { shared_memory_region: 'a' } }],
      '400 label: shared memory is not supported',
    ],
  ])('are refused where there are none: %j', async (outputs, message) => {
    expect(await caughtProblem(async () => ask(text, { inputs, outputs }))).toBe(message);
  });

  it('are one an example', async () => {
    const problem = await caughtProblem(async () =>
      ask(text, { inputs }, { answer: () => [elm, elm] }),
    );
    expect(problem).toBe('400 inputs: expected one example in element 0, found 2');
  });

  it('are a failure of the model where its tensors differ in shape', async () => {
    const field: Field = { name: 'y', type: 'tensor', shape: [-1] };
    const answer: Answer = (_, index) => [{ y: index === 0 ? [1] : [1, 2] }];
    await expect(ask(text, { inputs }, { outputs: [field], answer })).rejects.toThrow(
      new Error('y: expected one shape of all examples, found [1] and [2]'),
    );
  });
});

describe('what a model should not answer', () => {
  const inputs = [tensor('text', 'BYTES', [1], ['a'])];
  const text: Field[] = [{ name: 'text', type: 'text' }];

  it.each<[Field, unknown, string]>([
    [
      { name: 'y', type: 'tensor', datatype: 'UINT8', shape: [2] },
      [1, 300],
      'y, element 1: expected a whole number from 0 to 255, found 300',
    ],
    [
      { name: 'y', type: 'tensor', datatype: 'FP32', shape: [1] },
      ['six'],
      'y, element 0: expected a finite number, or null for none, found "six"',
    ],
    [
      { name: 'y', type: 'tensor', datatype: 'INT64', shape: [1] },
      [2 ** 64],
      'y: expected a whole number of 64 bits, found 18446744073709552000',
    ],
    [
      { name: 'y', type: 'tensor', datatype: 'INT64', shape: [1] },
      [0.5],
      'y: expected a whole number of 64 bits, found 0.5',
    ],
    [{ name: 'y', type: 'integer' }, null, 'y: expected a whole number of 64 bits, found null'],
    [
      { name: 'y', type: 'integer' },
      undefined,
      'y: expected a whole number of 64 bits, found nothing',
    ],
    [
      { name: 'y', type: 'integer' },
      Infinity,
      'y: expected a whole number of 64 bits, found Infinity',
    ],
  ])('is its own failure, not the caller’s: %o %o', async (field, y, message) => {
    const answered = ask(text, { inputs }, { outputs: [field], answer: () => [{ y }] });
    const error: unknown = await answered.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message });
    expect(error).not.toBeInstanceOf(RequestProblem);
  });
});

async function caughtProblem(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    const { status, message } = error as { status: number; message: string };
    return `${status} ${message}`;
  }
  return 'nothing was thrown';
}
