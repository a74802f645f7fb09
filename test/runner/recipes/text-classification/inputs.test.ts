import { describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import type { RawInput } from '../../../../runner/src/recipes/recipe.ts';
import { parseTextInput } from '../../../../runner/src/recipes/text-classification/inputs.ts';

const value = (content: unknown): RawInput => ({ kind: 'value', value: content });
const file = (bytes: Uint8Array): RawInput => ({ kind: 'file', name: 'a.txt', bytes });

describe('what a text classifier takes', () => {
  it.each([
    ['a text', value('fine'), ['fine']],
    ['an object', value({ text: 'fine' }), ['fine']],
    ['a list', value(['fine', { text: 'dull' }]), ['fine', 'dull']],
    ['a file', file(new TextEncoder().encode('fine\nday')), ['fine\nday']],
  ])('is %s', (_, raw, texts) => {
    expect(parseTextInput(raw)).toEqual(texts);
  });

  it.each([
    ['a number', value(3)],
    ['an empty text', value(['fine', ' '])],
    ['nothing', value([])],
    ['an object without a text', value({ body: 'fine' })],
    ['too many texts', value(new Array(10_001).fill('a'))],
    ['too long a text', value('a'.repeat(1_000_001))],
    ['too much in all', value(new Array(21).fill('a'.repeat(1_000_000)))],
    ['a picture', file(Uint8Array.of(0x89, 0x50, 0, 1))],
    ['too large a file', file(new Uint8Array(4_000_001).fill(97))],
  ])('is not %s', (_, raw) => {
    let failure;
    try {
      parseTextInput(raw);
    } catch (error) {
      failure = toFailure(error);
    }
    expect(`${failure?.code} ${failure?.message} → ${failure?.hint}`).toMatchSnapshot();
  });
});
