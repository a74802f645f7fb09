import { withoutSecrets } from '@orangery/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashKey, isKeyText, newKey } from '../../../../runner/src/serving/keys/index.ts';

describe('newKey', () => {
  it('is one word of letters and digits, with the hash that a file keeps', () => {
    const { text, sha256, id } = newKey();
    expect(text).toMatch(/^orangery_[0-9a-z]{57}$/);
    expect(sha256).toBe(hashKey(text));
    expect(sha256.startsWith(id)).toBe(true);
    expect(id).toHaveLength(8);
  });

  it('is never made twice, and is printed as it is', () => {
    const texts = Array.from({ length: 200 }, () => newKey().text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.map(withoutSecrets)).toEqual(texts);
    expect(texts.every(isKeyText)).toBe(true);
  });
});

describe('isKeyText', () => {
  const { text } = newKey();

  it.each([
    ['', 'nothing'],
    [text.slice(0, -1), 'a cut one'],
    [` ${text}`, 'one with a space'],
    [text.toUpperCase(), 'one in capitals'],
    [text.replace('orangery_', ''), 'one without its beginning'],
    ['orangery_'.padEnd(66, '0'), 'zeros'],
  ])('refuses %j: %s', (other) => {
    expect(isKeyText(other)).toBe(false);
  });

  it('finds every single digit that was mistyped', () => {
    const position = fc.integer({ min: 9, max: text.length - 1 });
    const digit = fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyz');
    fc.assert(
      fc.property(position, digit, (at, other) => {
        fc.pre(text[at] !== other);
        expect(isKeyText(text.slice(0, at) + other + text.slice(at + 1))).toBe(false);
      }),
    );
  });
});
