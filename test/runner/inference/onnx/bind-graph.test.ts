import type { Field, ImageTensor } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { caught } from '../../../helpers/caught.ts';
import { onnxPredictor, type Declared } from '../../../helpers/onnx-module.ts';
import { columns, picture, tensor, words } from './declared.ts';

/** Columns as they are, and nothing said of the answer. */
const rows: Declared = {
  ...columns,
  preprocessing: { inputs: { ...columns.preprocessing!.inputs } },
};

type Case = readonly [graph: string, declared: Declared];

it('names both sides where a tensor is not what is made for it', async () => {
  expect(
    await failures([
      ['picture', shown({ size: [8, 9] })],
      ['picture', shown({ layout: 'height-width-channels' })],
      ['picture', shown({ channels: 'grey' })],
      ['words', { ...words, inputs: [...words.inputs!.slice(0, 1), field('shift', 'text')] }],
      ['tensor', { ...tensor, inputs: [field('x', 'image')] }],
      ['tensor', { ...tensor, inputs: [{ ...field('x', 'tensor'), datatype: 'INT64' }] }],
      ['tensor', { ...tensor, inputs: [{ ...field('x', 'tensor'), shape: [3, -1] }] }],
      ['pair', { ...rows, ...giving(field('scores', 'tensor')) }],
    ]),
  ).toMatchInlineSnapshot(`
    [
      "MODULE_INVALID foreign-graph/module.md /preprocessing/inputs/pixels: expected what makes pixels: float32 [batch, 3, 8, 8], found float32 or float64 [batch, 3, 8, 9]",
      "MODULE_INVALID foreign-graph/module.md /preprocessing/inputs/pixels: expected what makes pixels: float32 [batch, 3, 8, 8], found float32 or float64 [batch, 8, 8, 3]",
      "MODULE_INVALID foreign-graph/module.md /preprocessing/inputs/pixels: expected what makes pixels: float32 [batch, 3, 8, 8], found float32 or float64 [batch, 1, 8, 8]",
      "MODULE_INVALID foreign-graph/module.md /inputs: expected what makes shift: int64 [batch, 1], found the text "shift"",
      "MODULE_INVALID foreign-graph/module.md /inputs: expected what makes x: float32 [batch, 2, 3], found the image "x"",
      "MODULE_INVALID foreign-graph/module.md /inputs/0/datatype: expected FP32, as the graph has x: float32 [batch, 2, 3], found INT64",
      "MODULE_INVALID foreign-graph/module.md /inputs/0/shape: expected [2, 3] (without the batch), as the graph has x: float32 [batch, 2, 3], found [3, -1]",
      "MODULE_INVALID foreign-graph/module.md /preprocessing/inputs/row: expected a graph whose first dimension is the batch, free or 1, found row: float32 [2, 4]",
    ]
  `);
});

it('names what is missing on either side', async () => {
  expect(
    await failures([
      ['tensor', { ...tensor, inputs: [field('x', 'tensor'), field('y', 'number')] }],
      ['tensor', { ...tensor, inputs: [field('y', 'tensor')] }],
      [
        'columns',
        { ...columns, preprocessing: { inputs: { line: { kind: 'same', from: 'width' } } } },
      ],
      ['tensor', { ...tensor, ...giving(field('z', 'number')) }],
      ['tensor', { ...tensor, outputs: [] }],
    ]),
  ).toMatchInlineSnapshot(`
    [
      "MODULE_INVALID foreign-graph/module.md /inputs/1: expected tensors that the graph takes: x, found "y"",
      "MODULE_INVALID foreign-graph/module.md /inputs: expected what makes x: float32 [batch, 2, 3], found nothing
    foreign-graph/module.md /inputs/0: expected tensors that the graph takes: x, found "y"",
      "MODULE_INVALID foreign-graph/module.md /inputs: expected what makes row: float32 [batch, 4], found nothing
    foreign-graph/module.md /preprocessing/inputs/line: expected tensors that the graph takes: row, found "line"
    foreign-graph/module.md /inputs/0: expected tensors that the graph takes: row, found "height"
    foreign-graph/module.md /inputs/1: expected tensors that the graph takes: row, found "width"
    foreign-graph/module.md /inputs/2: expected tensors that the graph takes: row, found "weight"
    foreign-graph/module.md /inputs/3: expected tensors that the graph takes: row, found "depth"
    foreign-graph/module.md /outputs/1: expected tensors that the graph gives: scores, found "kind"",
      "MODULE_INVALID foreign-graph/module.md /outputs/0: expected tensors that the graph gives: double, greatest, found "z"",
      "MODULE_INVALID foreign-graph/module.md /outputs: expected what the graph gives, found nothing",
    ]
  `);
});

it('names both sides where an answer is not what is declared', async () => {
  expect(
    await failures([
      [
        'picture',
        {
          ...picture,
          ...giving({ ...field('probabilities', 'class-probabilities'), values: ['cat'] }),
        },
      ],
      ['tensor', { ...tensor, ...giving(field('double', 'boxes')) }],
      ['tensor', { ...tensor, ...giving(field('double', 'number')) }],
      ['words', { ...words, outputs: [field('word', 'number')], preprocessing: {} }],
      ['mapped', { ...rows, ...giving(field('scores', 'tensor')) }],
    ]),
  ).toMatchInlineSnapshot(`
    [
      "MODULE_INVALID foreign-graph/module.md /outputs/0: expected what probabilities says: float32 [batch, 2], found class-probabilities of 1 values",
      "MODULE_INVALID foreign-graph/module.md /outputs/0: expected what double says: float32 [batch, 2, 3], found boxes",
      "MODULE_INVALID foreign-graph/module.md /outputs/0: expected what double says: float32 [batch, 2, 3], found number",
      "MODULE_INVALID foreign-graph/module.md /outputs/0: expected what word says: string [batch, 1], found number",
      "MODULE_INVALID foreign-graph/module.md /outputs/0: expected a tensor, found a sequence or map",
    ]
  `);
});

async function failures(cases: readonly Case[]): Promise<readonly string[]> {
  const told: string[] = [];
  for (const [graph, declared] of cases) {
    told.push(await caught(() => onnxPredictor(graph, declared)));
  }
  return told;
}

function field(name: string, type: Field['type']): Field {
  return { name, type };
}

/** Outputs, with nothing said of how they are read. */
function giving(...outputs: readonly Field[]): Pick<Declared, 'outputs'> & Partial<Declared> {
  return { outputs: [...outputs] };
}

/** The picture made otherwise. */
function shown(more: Partial<ImageTensor>): Declared {
  const pixels: ImageTensor = { kind: 'image', from: 'photo', size: [8, 8], ...more };
  return { ...picture, preprocessing: { inputs: { pixels } } };
}
