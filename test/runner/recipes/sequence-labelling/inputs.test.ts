import { describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import type { RawInput } from '../../../../runner/src/recipes/recipe.ts';
import { parseSequenceInput } from '../../../../runner/src/recipes/sequence-labelling/inputs.ts';

const value = (content: unknown): RawInput => ({ kind: 'value', value: content });
const file = (bytes: Uint8Array): RawInput => ({ kind: 'file', name: 'a.txt', bytes });
const cat = ['The', 'cat', 'sat', '.'];

describe('what a sequence labeller takes', () => {
  it.each([
    ['tokens of a sentence', value(cat), [[cat]]],
    ['an object of tokens', value({ tokens: cat }), [[cat]]],
    ['a text', value('The cat sat.'), [[cat]]],
    ['several sentences', value([cat, 'The cat sat.', { tokens: cat }]), [[cat], [cat], [cat]]],
    ['a text of two sentences', value({ text: 'The cat sat. The cat sat.' }), [[cat, cat]]],
    ['a file', file(new TextEncoder().encode('The cat sat.\n\nThe cat sat.\n')), [[cat, cat]]],
  ])('is %s', (_, raw, inputs) => {
    expect(parseSequenceInput(raw)).toEqual(inputs);
  });

  it.each([
    ['a number', value(3)],
    ['nothing', value([])],
    ['an empty text', value(' ')],
    ['an empty sentence', value([[]])],
    ['an object of something else', value({ words: cat })],
    ['a token that is none', value([['The', 3]])],
    ['an empty token', value(['The', ' '])],
    ['too long a token', value(['a'.repeat(1_001)])],
    ['too long a sentence', value(new Array(5_001).fill('a'))],
    ['too many sentences', value(new Array(10_001).fill(['a']))],
    ['too many tokens', value(new Array(21).fill(new Array(5_000).fill('a')))],
    ['too long a text', value('a '.repeat(600_000))],
    ['a picture', file(Uint8Array.of(0x89, 0x50, 0, 1))],
  ])('is not %s', (_, raw) => {
    let failure;
    try {
      parseSequenceInput(raw);
    } catch (error) {
      failure = toFailure(error);
    }
    expect(`${failure?.code} ${failure?.message} → ${failure?.hint}`).toMatchSnapshot();
  });
});
