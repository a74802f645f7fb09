import { describe, expect, it } from 'vitest';
import { compareFields } from '../../../../runner/src/inference/container/compare-fields.ts';
import { styleArguments } from '../../../helpers/containers/styles-model.ts';

const server = { predictArguments: styleArguments };

describe('what module.md and its server say', () => {
  it('differs in all inputs where module.md names none, with defaults, choices and ranges', () => {
    expect(compareFields({}, server)).toEqual({
      undeclared: [
        { name: 'content', type: 'image', description: 'A picture' },
        {
          name: 'style',
          type: 'category',
          required: false,
          values: ['mosaic', 'candy'],
          example: 'candy',
        },
        { name: 'strength', type: 'number', required: false, minimum: 0, maximum: 1, example: 0.5 },
        {
          ...{ name: 'rounds', type: 'category', description: 'How often', required: false },
          ...{ values: ['1', '2', '5'], example: '2' },
        },
        { name: 'keep', type: 'boolean', required: false, example: true },
        { name: 'title', type: 'text' },
        { name: 'width', type: 'integer', required: false, minimum: 16 },
      ],
      unknown: [],
      outputs: undefined,
    });
  });

  it('is the same for names that both have, whatever else module.md says of them', () => {
    const inputs = ['style', 'strength', 'rounds', 'keep', 'title', 'width', 'content'].map(
      (name) => ({ name, type: 'text' as const }),
    );
    expect(compareFields({ inputs }, server)).toMatchObject({ undeclared: [], unknown: [] });
  });

  it('differs in names that the server does not have', () => {
    const inputs = [{ name: 'titel', type: 'text' as const }];
    expect(compareFields({ inputs }, server).unknown).toEqual(['titel']);
  });

  it('takes data for the only file, as our server does, and for none of several', () => {
    const inputs = [{ name: 'data', type: 'image' as const }];
    const one = compareFields({ inputs }, server);
    expect(one.unknown).toEqual([]);
    expect(one.undeclared.map(({ name }) => name)).not.toContain('content');
    const other = { name: 'style_image', type: 'file' as const };
    const two = compareFields({ inputs }, { predictArguments: [...styleArguments, other] });
    expect(two.unknown).toEqual(['data']);
  });

  it.each([
    [[{ name: 'label', type: 'string' as const }], ['label']],
    [
      [
        { name: 'label', type: 'string' as const },
        { name: 'all', type: 'object' as const },
      ],
      undefined,
    ],
    [undefined, undefined],
  ])('has outputs where fields of ours tell all of the answer: %j', (response, names) => {
    const { outputs } = compareFields({}, { ...server, ...(response && { response }) });
    expect(outputs?.map(({ name }) => name)).toEqual(names);
    const declared = { outputs: [{ name: 'label', type: 'category' as const }] };
    expect(compareFields(declared, { ...server, ...(response && { response }) }).outputs).toBe(
      undefined,
    );
  });
});
