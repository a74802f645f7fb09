import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMarker, renderMarker } from '../../../actions/comments/marker.ts';

it('is read as it was written, whatever the key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (key) => {
      const written = renderMarker({ kind: 'report', key });
      expect(readMarker(`${written}\nwords`)).toEqual({ kind: 'report', key });
      expect(written.match(/-->/g)).toHaveLength(1);
      expect(written).not.toMatch(/[\n\r]/);
    }),
  );
});

it('looks as documented', () => {
  expect(renderMarker({ kind: 'report', key: '' })).toBe('<!-- orangery:report -->');
  expect(renderMarker({ kind: 'answer', key: 'comment 5' })).toBe(
    '<!-- orangery:answer "comment 5" -->',
  );
});

it.each([
  ['on the second line', 'words\n<!-- orangery:report -->'],
  ['behind a blank', ' <!-- orangery:report -->'],
  ['with more behind it', '<!-- orangery:report --> words'],
  ['of an odd kind', '<!-- orangery:Report -->'],
  ['with a key that is no JSON', '<!-- orangery:report key -->'],
  ['with a key that does not end', '<!-- orangery:report "a -->'],
  ['with a broken escape', '<!-- orangery:report "\\x" -->'],
  ['in code', '`<!-- orangery:report -->`'],
])('is none %s', (_, body) => {
  expect(readMarker(body)).toBeNull();
});

it('refuses a kind that would end it', () => {
  expect(() => renderMarker({ kind: 'a --> b', key: '' })).toThrow('no kind of comment');
});
