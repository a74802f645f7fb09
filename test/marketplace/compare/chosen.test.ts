import { describe, expect, it } from 'vitest';
import { isId, parseChosen } from '../../../marketplace/src/compare/chosen.ts';

describe('parseChosen', () => {
  it('takes at most four names, each once', () => {
    expect(parseChosen('?modules=a,b,a,c-1,d,e')).toEqual(['a', 'b', 'c-1', 'd']);
  });

  it('takes nothing that could lead elsewhere', () => {
    expect(parseChosen('?modules=../secret,a%2Fb,https://example.org,A,,x_y')).toEqual([]);
    expect(parseChosen('')).toEqual([]);
    expect(isId('leaf-classifier')).toBe(true);
    expect(isId('leaf-')).toBe(false);
  });
});
