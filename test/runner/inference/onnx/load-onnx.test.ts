import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Field } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { loadPredictor } from '../../../../runner/src/inference/load-predictor.ts';
import { predictRaw, type Predictor } from '../../../../runner/src/inference/predictor.ts';
import type { Prediction } from '../../../../runner/src/recipes/recipe.ts';
import { caught } from '../../../helpers/caught.ts';
import { onnxFixtures, onnxModule, onnxPredictor } from '../../../helpers/onnx-module.ts';
import { columns, picture, single, tensor, words } from './declared.ts';

interface Expected {
  readonly columns: { readonly rows: number[][]; readonly scores: number[][] };
  readonly picture: { readonly probabilities: number[][] };
  readonly single: { readonly brightness: number[] };
  readonly tensor: { readonly x: number[][][]; readonly double: number[][][]; greatest: number[] };
}

const text = await readFile(join(onnxFixtures, 'expected.json'), 'utf8');
const { answers: expected }: { readonly answers: Expected } = JSON.parse(text);
const png = await readFile(join(onnxFixtures, 'picture.png'));

describe('a graph over columns', () => {
  it('answers as a recipe’s classifier does, with the numbers of onnxruntime for Python', async () => {
    const predictor = await onnxPredictor('columns', columns);
    const rows = expected.columns.rows.map(([width, height, depth, weight]) => ({
      ...{ weight, depth, height, width },
    }));
    const [found] = await predictRaw(predictor, [{ kind: 'value', value: rows }]);
    for (const [index, answer] of found!.entries()) {
      const scores = expected.columns.scores[index]!.map(Math.exp);
      const sum = scores.reduce((a, b) => a + b, 0);
      const [a, b, c] = scores.map((score) => score / sum);
      const best = Math.max(a!, b!, c!);
      expectClose(answer, { probability: best, kind: { small: a, middle: b, large: c } });
      expect(answer.label).toBe(['small', 'middle', 'large'][[a, b, c].indexOf(best)]);
    }
  });

  it('takes a table', async () => {
    const predictor = await onnxPredictor('columns', columns);
    const bytes = Buffer.from('width,depth,height,weight,other\n1,2,3,4,x\n,0,0,0,y\n');
    const [found] = await predictRaw(predictor, [{ kind: 'file', name: 'rows.csv', bytes }]);
    const same = [
      { width: 1, depth: 2, height: 3, weight: 4 },
      { width: 9, depth: 0, height: 0, weight: 0 },
    ];
    const [expectedAnswers] = await predictRaw(predictor, [{ kind: 'value', value: same }]);
    expect(found).toEqual(expectedAnswers);
  });

  it('says which value it cannot use', async () => {
    const predictor = await onnxPredictor('columns', columns);
    const ask = async (value: unknown): Promise<string> =>
      caught(() => predictRaw(predictor, [{ kind: 'value', value }]));
    const row = { width: 1, height: 1, depth: 1, weight: 1 };
    expect([
      await ask([row, { ...row, height: 'tall' }]),
      await ask({ ...row, height: null }),
      await ask({ width: 1 }),
      await ask(7),
      await ask([]),
    ]).toMatchInlineSnapshot(`
      [
        "INPUT_INVALID data[1]: expected a number for height, found "tall"",
        "INPUT_INVALID data[0]: expected a value for height, found a missing one",
        "INPUT_INVALID data[0]: expected a value for height, found width",
        "INPUT_INVALID data[0]: expected an object with height, width, weight, depth, found 7",
        "INPUT_INVALID data: expected 1 to 100000 inputs, found 0",
      ]
    `);
  });
});

describe('a graph over pictures', () => {
  it('reads a file and bytes of a program alike, as Pillow and Python’s onnxruntime do', async () => {
    const predictor = await onnxPredictor('picture', picture);
    const answers = await predictRaw(predictor, [
      { kind: 'file', name: 'a.png', bytes: png },
      { kind: 'value', value: png.toString('base64') },
      { kind: 'value', value: { photo: `data:image/png;base64,${png.toString('base64')}` } },
    ]);
    const [cat, dog] = expected.picture.probabilities[0]!;
    for (const [answer] of answers) expectClose(answer, { probabilities: { cat, dog } }, 2e-3);
    expect(answers.map(([answer]) => answer?.label)).toEqual(Array(3).fill(answers[0]![0]!.label));
  });

  it('answers one by one where the graph takes one at a time, as together', async () => {
    const predictor = await onnxPredictor('single', single);
    const raw = { kind: 'file', name: 'a.png', bytes: png } as const;
    const answers = await predictRaw(predictor, [raw, raw, raw]);
    const [brightness] = expected.single.brightness;
    for (const [answer] of answers) expectClose(answer, { brightness }, 0.5);
    expect(answers).toHaveLength(3);
  });

  it('says what is no picture', async () => {
    const predictor = await onnxPredictor('picture', picture);
    expect([
      await caught(() => predictRaw(predictor, [{ kind: 'value', value: 'AAAA' }])),
      await caught(() => predictRaw(predictor, [{ kind: 'value', value: { photo: 3 } }])),
      await caught(() => predictRaw(predictor, [{ kind: 'value', value: {} }])),
      await caught(() =>
        predictRaw(predictor, [
          { kind: 'value', value: { shape: [2, 2], data: new Uint8Array(4) } },
        ]),
      ),
    ]).toMatchInlineSnapshot(`
      [
        "INPUT_INVALID data[0]: expected a PNG, JPEG or WebP picture for photo, found 3 bytes that do not decode",
        "INPUT_INVALID data[0]: expected a picture as base64 text for photo, found 3",
        "INPUT_INVALID data[0]: expected a value for photo, found nothing",
        "INPUT_INVALID data[0]: expected bytes of the shape [height, width, 1 or 3] for photo, found Uint8Array [2, 2]",
      ]
    `);
  });
});

describe('a graph over tensors', () => {
  it('takes and gives lists in lists and what programs send', async () => {
    const predictor = await onnxPredictor('tensor', tensor);
    const { x, double, greatest } = expected.tensor;
    const [rows, one, sent] = await predictRaw(predictor, [
      { kind: 'value', value: x },
      { kind: 'value', value: { x: x[1]!.flat() } },
      { kind: 'value', value: { shape: [2, 3], data: Float32Array.from(x[0]!.flat()) } },
    ]);
    expect(rows).toEqual([0, 1].map((at) => ({ double: double[at], greatest: greatest[at] })));
    expect(one).toEqual([rows![1]]);
    expect(sent).toEqual([rows![0]]);
  });

  it('says of inputs and outputs what the graph says', async () => {
    const { inputs, outputs, backend } = await onnxPredictor('tensor', tensor);
    expect({ inputs, outputs, backend }).toMatchInlineSnapshot(`
      {
        "backend": "onnxruntime",
        "inputs": [
          {
            "datatype": "FP32",
            "name": "x",
            "shape": [
              2,
              3,
            ],
            "type": "tensor",
          },
        ],
        "outputs": [
          {
            "datatype": "FP32",
            "name": "double",
            "shape": [
              2,
              3,
            ],
            "type": "tensor",
          },
          {
            "name": "greatest",
            "type": "integer",
          },
        ],
      }
    `);
  });

  it('refuses another shape', async () => {
    const predictor = await onnxPredictor('tensor', tensor);
    const ask = async (value: unknown): Promise<string> =>
      caught(() => predictRaw(predictor, [{ kind: 'value', value: { x: value } }]));
    expect([
      await ask([[1, 2, 3]]),
      await ask([[1, 2, 3], [4]]),
      await ask([
        [1, 2, 3],
        [4, 5, 'six'],
      ]),
      await ask({ deep: 1 }),
      await ask({ shape: [3, 2], data: new Float32Array(6) }),
      await ask({ shape: [2, 3], data: new Float32Array(5) }),
    ]).toMatchInlineSnapshot(`
      [
        "INPUT_INVALID data[0]: expected float32 [2, 3] for x, found [1, 3] of 3 values",
        "INPUT_INVALID data[0]: expected float32 [2, 3] for x, found [[1,2,3],[4]]",
        "INPUT_INVALID data[0]: expected values of float32 for x, found "six"",
        "INPUT_INVALID data[0]: expected float32 [2, 3] for x, found {"deep":1}",
        "INPUT_INVALID data[0]: expected float32 [2, 3] for x, found [3, 2] of 6 values",
        "INPUT_INVALID data[0]: expected float32 [2, 3] for x, found [2, 3] of 5 values",
      ]
    `);
  });

  it('answers inputs of different lengths in their order', async () => {
    const predictor = await onnxPredictor('free', {
      inputs: [{ name: 'series', type: 'tensor' }],
      outputs: [{ name: 'sum', type: 'number' }],
    });
    const value = [[1, 2], [3], [4, 5], [6, 7, 8], [9]].map((series) => ({ series }));
    const [found] = await predictRaw(predictor, [{ kind: 'value', value }]);
    expect(found).toEqual([3, 3, 9, 21, 9].map((sum) => ({ sum })));
  });
});

describe('a graph whose answers are not as declared', () => {
  const inputs = [{ name: 'row', type: 'tensor' }] as const;
  const ask = async (
    graph: string,
    outputs: readonly Field[],
    rows: readonly unknown[],
  ): Promise<string> => {
    const predictor = await onnxPredictor(graph, { inputs: [...inputs], outputs: [...outputs] });
    return caught(() => predictRaw(predictor, [{ kind: 'value', value: rows }]));
  };

  it('is told when it is asked', async () => {
    const scores: Field = { name: 'scores', type: 'tensor' };
    const classes: Field = { ...scores, type: 'class-probabilities', values: ['a', 'b', 'c'] };
    const two = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    expect([
      await ask('merged', [scores], two),
      await ask('merged', [classes], [[1, 2, 3]]),
      await ask('loose', [classes], [[0.5, 0.5]]),
    ]).toMatchInlineSnapshot(`
      [
        "MODULE_INVALID The graph: expected 2 answers in scores for 2 inputs, found the shape [1, 3]",
        "MODULE_INVALID scores: expected probabilities in the answer of the graph, found 2",
        "MODULE_INVALID The graph: expected 3 values in scores for one input, found the shape [2]",
      ]
    `);
  });
});

it('passes texts, whole numbers, categories and truth', async () => {
  const predictor = await onnxPredictor('words', words);
  const value = [
    { colour: 'red', shift: 1 },
    { colour: 'white', shift: '0' },
  ];
  const [found] = await predictRaw(predictor, [{ kind: 'value', value }]);
  expect(found).toEqual([
    { word: 'two', level: 'c', isMore: true },
    { word: 'none', level: 'a', isMore: false },
  ]);
});

it('is loaded by its runtime, whatever backend is asked for', async () => {
  const folder = await onnxModule('columns', columns);
  const predictor: Predictor = await loadPredictor(folder, { backend: 'wasm', threads: 2 });
  expect(predictor).toMatchObject({ id: 'foreign-graph', backend: 'onnxruntime' });
  expect(predictor.recipe).toBeUndefined();
  predictor.dispose();
  // twice is once
  predictor.dispose();
  await expect(predictor.predictParsed([])).resolves.toEqual([]);
});

function expectClose(
  found: Prediction | undefined,
  wanted: Record<string, unknown>,
  tolerance = 1e-5,
): void {
  for (const [name, value] of Object.entries(wanted)) {
    const got = found?.[name];
    if (typeof value === 'number') {
      expect(Math.abs(Number(got) - value), name).toBeLessThan(tolerance);
    } else {
      expectClose(got as Prediction, value as Record<string, unknown>, tolerance);
    }
  }
}
