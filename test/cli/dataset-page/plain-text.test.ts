import { describe, expect, it } from 'vitest';
import {
  cutTo,
  padTo,
  plainText,
  widthOf,
  wrap,
} from '../../../cli/src/dataset-page/plain-text.ts';

describe('plainText', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', ' [31mred [0m'],
    ['two\r\nlines\tand a tab', 'two lines and a tab'],
    ['abc\u202egnp.exe', 'abcgnp.exe'],
    ['\u009b2Jgone', ' 2Jgone'],
    ['Zoë 李雷 🍊', 'Zoë 李雷 🍊'],
  ])('makes %j harmless for a terminal', (text, expected) => {
    expect(plainText(text)).toBe(expected);
  });
});

describe('widths of text', () => {
  it.each([
    ['Zoë', 3],
    ['Zoe\u0308', 3],
    ['李雷', 4],
    ['🍊', 2],
    ['', 0],
  ])('%j takes %i cells', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it.each([
    ['leaves', 6, 'leaves'],
    ['leaves', 5, 'leav…'],
    ['李雷李雷', 5, '李雷…'],
    ['a b', 3, 'a b'],
  ])('cuts %j to %i cells', (text, width, expected) => {
    expect(cutTo(text, width)).toBe(expected);
    expect(widthOf(padTo(text, width))).toBe(width);
  });

  it('breaks lines between words, and cuts words that are longer', () => {
    expect(wrap('one two three incomprehensibilities', 9)).toEqual([
      'one two',
      'three',
      'incompre…',
    ]);
  });
});
