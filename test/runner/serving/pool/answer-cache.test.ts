import { expect, it } from 'vitest';
import { AnswerCache } from '../../../../runner/src/serving/pool/answer-cache.ts';
import type { Answers } from '../../../../runner/src/serving/pool/job.ts';

/** What is asked when each of the words is, in this order, and answered by a text of the length. */
async function asked(
  cache: AnswerCache,
  words: readonly string[],
  length = 1,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const word of words) {
    const answers = await cache.get([{ kind: 'value', value: word }], async () => {
      found.push(word);
      return answer(word, length);
    });
    expect(answers).toEqual(answer(word, length));
  }
  return found;
}

const answer = (word: string, length: number): Answers => [[{ label: word.repeat(length) }]];

it('gives an answer again, as often as it is asked for', async () => {
  expect(await asked(new AnswerCache({ requests: 2 }), ['a', 'b', 'a', 'a', 'b'])).toEqual([
    'a',
    'b',
  ]);
});

it('lets go what was not asked for longest', async () => {
  const cache = new AnswerCache({ requests: 2 });
  expect(await asked(cache, ['a', 'b', 'a', 'c', 'a', 'b'])).toEqual(['a', 'b', 'c', 'b']);
});

it('holds no more than its bytes, however few the answers', async () => {
  const cache = new AnswerCache({ requests: 100, bytes: 10_000 });
  expect(await asked(cache, ['a', 'b', 'a', 'b'], 4000)).toEqual(['a', 'b']);
  expect(await asked(cache, ['c', 'c', 'a'], 4000)).toEqual(['c', 'a']);
  // one that is larger than all of it is given, and drives nothing out
  expect(await asked(cache, ['d', 'd'], 20_000)).toEqual(['d', 'd']);
  expect(await asked(cache, ['a'], 4000)).toEqual([]);
});

it('keeps answers that JSON would not hold', async () => {
  const cache = new AnswerCache({ requests: 2 });
  const answers: Answers = [[{ ids: { shape: [1], data: BigInt64Array.of(2n ** 60n) } }]];
  await cache.get([], async () => answers);
  expect(await cache.get([], async () => [])).toEqual(answers);
});

it('keeps no failure', async () => {
  const cache = new AnswerCache({ requests: 2 });
  const failing = cache.get([{ kind: 'value', value: 'a' }], async () => {
    throw new Error('busy');
  });
  await expect(failing).rejects.toThrow('busy');
  expect(await asked(cache, ['a'])).toEqual(['a']);
});
