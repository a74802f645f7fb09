import { describe, expect, it } from 'vitest';
import { inputFields } from '../../../../runner/src/inference/container/argument-fields.ts';
import { readInput } from '../../../../runner/src/inference/container/read-input.ts';
import type { RawInput } from '../../../../runner/src/recipes/recipe.ts';
import type { Argument } from '../../../../runner/src/serving/deepaas/arguments/argument.ts';
import { caught } from '../../../helpers/caught.ts';

const sizes: readonly Argument[] = [
  { name: 'length', type: 'number', isRequired: true },
  { name: 'width', type: 'number', isRequired: true },
  { name: 'unit', type: 'string', choices: ['mm', 'cm'], default: 'mm' },
  { name: 'accept', type: 'string', location: 'headers', choices: ['application/json'] },
];
const photo: readonly Argument[] = [
  { name: 'photo', type: 'file', location: 'form', isRequired: true, description: 'A picture' },
  { name: 'top', type: 'integer', default: 5 },
];
const question: readonly Argument[] = [{ name: 'question', type: 'string', isRequired: true }];

const read = async (expected: readonly Argument[], raw: RawInput) =>
  readInput(raw, { id: 'leaves', expected, inputs: inputFields(expected) });
const file = (name: string, text: string): RawInput => ({
  ...{ kind: 'file', name, bytes: new TextEncoder().encode(text) },
});
const given = (value: unknown): RawInput => ({ kind: 'value', value });

describe('readInput', () => {
  it('makes a call of each row of a table, of texts numbers', async () => {
    const table = file('rows.csv', 'length,width,other\n70,30,x\n9.5,4,y\n');
    expect(await read(sizes, table)).toEqual([
      { length: 70, width: 30, unit: 'mm' },
      { length: 9.5, width: 4, unit: 'mm' },
    ]);
  });

  it('takes a file for the argument that is one, whatever its name', async () => {
    const [values] = await read(photo, file('leaf.png', 'bytes'));
    expect(values).toMatchObject({ photo: { filename: 'leaf.png' }, top: 5 });
  });

  it.each([
    ['a data URL', `data:image/png;base64,${btoa('bytes')}`],
    ['base64', btoa('bytes')],
    ['bytes', new TextEncoder().encode('bytes')],
  ])('takes %s for a file', async (_, value) => {
    const [values] = await read(photo, given({ photo: value }));
    const { bytes } = values?.['photo'] as { bytes: Uint8Array };
    expect(new TextDecoder().decode(bytes)).toBe('bytes');
  });

  it('takes a text file, or a lone word, for the text', async () => {
    const expected = [{ question: 'Which leaf is this' }];
    expect(await read(question, file('q.txt', 'Which leaf is this'))).toEqual(expected);
    expect(await read(question, given('Which leaf is this'))).toEqual(expected);
  });

  it('takes an object for the argument that any value is given to, unless it names one', async () => {
    const expected: readonly Argument[] = [
      { name: 'query', type: 'any' },
      { name: 'file', type: 'file', location: 'form' },
    ];
    const trees = { trees: [{ kind: 'lemon' }] };
    expect(await read(expected, given(trees))).toEqual([{ query: trees }]);
    expect(await read(expected, given({ query: trees }))).toEqual([{ query: trees }]);
    expect(await read(expected, given([1, 2]))).toEqual([{ query: [1, 2] }]);
  });

  it('tells everything that is missing or wrong, and what is taken', async () => {
    expect(await caught(async () => read(sizes, given({ length: 'long', unit: 'km' })))).toBe(
      'INPUT_INVALID leaves: {"length":["Not a valid number."],"width":["Missing data for required field."],"unit":["Must be one of: mm, cm."]}',
    );
  });
});

describe('inputFields', () => {
  it('says what is in a file by the words of its argument', () => {
    const words = ['An image of a leaf', 'Audio of a bird', 'Some data'];
    const fields = words.map(
      (description) => ({ name: 'data', type: 'file', description }) as const,
    );
    expect(inputFields(fields).map(({ type }) => type)).toEqual(['image', 'audio', 'file']);
  });

  it('leaves out how the answer is to be sent, and names that ours cannot have', () => {
    const strange: Argument = { name: '<script>', type: 'string' };
    expect(inputFields([...sizes, strange])).toEqual([
      { name: 'length', type: 'number' },
      { name: 'width', type: 'number' },
      { name: 'unit', type: 'category', required: false, values: ['mm', 'cm'], example: 'mm' },
    ]);
  });
});
