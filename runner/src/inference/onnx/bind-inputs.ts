import type { GraphInput, ModuleFrontMatter } from '@orangery/schemas';
import type { DecodeImage } from '../../recipes/pictures/pixels.ts';
import type { Disagreements } from './disagreements.ts';
import { tellTensor, type GraphTensor } from './graph-tensor.ts';
import type { BindingContext, InputBinding, MakeSample } from './input-binding.ts';
import { makeColumns } from './make-columns.ts';
import { makeImage } from './make-image.ts';
import { makeSame } from './make-same.ts';

/**
 * What each tensor that the graph takes is made of.
 * @param disagreements told of everything in which front matter and graph differ
 */
export function bindInputs(
  tensors: readonly GraphTensor[],
  { inputs: fields = [], preprocessing }: ModuleFrontMatter,
  disagreements: Disagreements,
  decodeImage: DecodeImage,
): readonly InputBinding[] {
  const said = new Map(Object.entries(preprocessing?.inputs ?? {}));
  const bindings = tensors.map((tensor): InputBinding => {
    const { name } = tensor;
    const input = said.get(name) ?? { kind: 'same', from: name };
    const path = said.has(name) ? ['preprocessing', 'inputs', name] : ['inputs'];
    const context = { tensor, fields, path, disagreements, decodeImage };
    checkBatch(context);
    return { tensor, from: namesOf(input), make: makerOf(input, context) };
  });
  const names = tensors.map(({ name }) => name);
  const expected = `tensors that the graph takes: ${names.join(', ') || 'there are none'}`;
  for (const name of said.keys()) {
    if (!names.includes(name)) {
      disagreements.add(['preprocessing', 'inputs', name], expected, JSON.stringify(name));
    }
  }
  const used = new Set(bindings.flatMap(({ from }) => from));
  for (const [index, { name }] of fields.entries()) {
    if (!used.has(name)) disagreements.add(['inputs', index], expected, JSON.stringify(name));
  }
  return bindings;
}

function namesOf(input: GraphInput): readonly string[] {
  return input.kind === 'columns' ? input.columns.map(({ from }) => from) : [input.from];
}

/** The first dimension is the batch. */
function checkBatch({ tensor, path, disagreements }: BindingContext): void {
  const [batch] = tensor.shape;
  if (batch === null || batch === 1) return;
  disagreements.add(
    path,
    'a graph whose first dimension is the batch, free or 1',
    `${tensor.name}: ${tellTensor(tensor)}`,
    'Export the model again with a free first dimension (dynamic_axes, dynamic_shapes).',
  );
}

function makerOf(input: GraphInput, context: BindingContext): MakeSample {
  if (input.kind === 'image') return makeImage(input, context);
  return input.kind === 'columns' ? makeColumns(input, context) : makeSame(input, context);
}
