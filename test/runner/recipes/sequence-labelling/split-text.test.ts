import { expect, it } from 'vitest';
import { splitText } from '../../../../runner/src/recipes/sequence-labelling/split-text.ts';

it.each([
  ["I don't know. Mary's well-known!", "I do n't know . | Mary 's well-known !"],
  ['He said “stop.” Then he left…', 'He said “ stop . ” | Then he left …'],
  ['In the U.S. it is 3.5 or 1,000 (e.g. here).', 'In the U.S. it is 3.5 or 1,000 ( e.g. here ) .'],
  ['See https://a.example/b?c=1 or a.b@c.example', 'See https://a.example/b?c=1 or a.b@c.example'],
  ['One line\n\nanother -- line...', 'One line | another -- line ...'],
  ['今日は。元気？', '今日は 。 | 元気 ？'],
  [' \n ', ''],
])('splits %j', (text, expected) => {
  const sentences = splitText(text).map((tokens) => tokens.join(' '));
  expect(sentences.join(' | ')).toBe(expected);
});

it.each([['.+'], ['a.'], ['"'], [' '], ['. '], ["'s"], ['!?'], ['a@'], ['\n']])(
  'is done with half a million times %j',
  (part) => {
    expect(
      splitText(part.repeat(500_000 / part.length))
        .flat()
        .join('').length,
    ).toBeLessThanOrEqual(500_000);
  },
);
