import { expect, it } from 'vitest';
import { splitWords } from '../../../../runner/src/recipes/text/split-words.ts';

it.each([
  [
    'Don’t STOP the well-known A.B., e.g. 3.14 of x_y',
    "don't stop the well-known a.b e.g 3.14 of x_y",
  ],
  ['Great!!! Why?! meh :-) note:done', 'great !!! why ?! meh :-) note done'],
  ['ＦＵＬＬ ﬁne café', 'full fine café'],
  ['東京タワー 12階', '東 京 タ ワ ー 12 階'],
  ['ภาษาไทย', 'ภ า ษ า ไ ท ย'],
  ['Привет, мир — как дела?', 'привет мир как дела ?'],
  ['नमस्ते दुनिया', 'नमस्ते दुनिया'],
  ['so good 😀😀', 'so good 😀 😀'],
  [' \t\n ,;— ', ''],
])('splits %j', (text, words) => {
  expect(splitWords(text).join(' ')).toBe(words);
});
