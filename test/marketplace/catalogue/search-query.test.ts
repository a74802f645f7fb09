import { describe, expect, it } from 'vitest';
import { formatQuery, parseQuery } from '../../../marketplace/src/catalogue/search-query.ts';

describe('parseQuery', () => {
  it('reads words, values of facets and the order', () => {
    expect(parseQuery('?q=citrus+leaf&task=a&task=b&task=a&trained=yes&sort=newest')).toEqual({
      words: 'citrus leaf',
      selection: { task: ['a', 'b'], trained: ['yes'] },
      sort: 'newest',
    });
  });

  it('passes over what it does not know', () => {
    expect(parseQuery('?colour=red&sort=random&__proto__=x')).toEqual({
      words: '',
      selection: {},
      sort: '',
    });
  });
});

describe('formatQuery', () => {
  it.each(['', '?q=leaf', '?task=a&task=b&licence=Apache-2.0&sort=latency', '?q=a%26b%3Dc'])(
    'writes %j as it was read',
    (address) => {
      expect(formatQuery(parseQuery(address))).toBe(address);
    },
  );

  it('asks nothing with blanks alone', () => {
    expect(formatQuery({ words: '  ', selection: {}, sort: '' })).toBe('');
  });
});
