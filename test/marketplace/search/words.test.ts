import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTextIndex } from '../../../marketplace/src/build/text-index.ts';
import { loadWords } from '../../../marketplace/src/search/words.ts';

const texts = [
  { title: 'Leaf classifier', text: 'tells trees by their leaves, on the study of oaks' },
  { title: 'Seed counter', text: 'counts seeds, and the leaf beside them' },
  { title: 'Vitamin C', text: 'classification of oranges' },
  { title: 'Rose', text: 'studies of roses' },
];
const { fetch } = globalThis;
let asked: string[];
let list: string;

beforeEach(() => {
  const index = makeTextIndex(texts);
  list = index.list;
  const files = new Map(index.files.map(({ path, content }) => [path, String(content)]));
  asked = [];
  globalThis.fetch = async (address) => {
    asked.push(String(address));
    return new Response(files.get(String(address)) ?? null, {
      status: files.has(String(address)) ? 200 : 404,
    });
  };
});

afterEach(() => {
  globalThis.fetch = fetch;
});

const find = async (words: string) =>
  (await loadWords({ folder: 'search/words/', list, modules: texts.length }))(words);

describe('loadWords', () => {
  it.each<readonly [string, readonly number[] | null, string]>([
    ['leaf', [0, 1], 'a title before a text'],
    ['LEAF counts', [1], 'all words together, whatever their case'],
    ['counting', [1], 'words of the same stem'],
    ['study', [0, 3], 'stems that end otherwise, the word itself first'],
    ['cla', [0, 2], 'beginnings of words'],
    ['c', [2], 'a letter that is a word'],
    ['leaf z', [0, 1], 'a letter that begins the next word, as none yet'],
    ['', null, 'nothing, when nothing is asked'],
    ['oak roses', [], 'none that lacks a word'],
    ['nosuchword', [], 'none, for a word that nobody uses'],
  ])('takes “%s” to find %j: %s', async (words, places) => {
    expect(await find(words)).toEqual(places);
  });

  it('answers a pasted text by its first sixteen words', async () => {
    const twelve = 'tells trees by their leaves on the study of oaks leaf classifier';
    expect(await find(`${twelve} tree nosuchword`)).toEqual([]);
    expect(await find(`${twelve} tree tell leave oak nosuchword`)).toEqual([0]);
    expect(await find(`${'leaf oak '.repeat(100_000)} nosuchword`)).toEqual([]);
  });

  it('loads a file once, and one that failed anew', async () => {
    const search = await loadWords({ folder: 'search/words/', list, modules: texts.length });
    await search('leaf');
    await search('leaf tree');
    expect(asked).toHaveLength(2);
    await expect(loadWords({ folder: 'search/words/', list: 'gone', modules: 1 })).rejects.toThrow(
      'search/words/gone.json answered 404',
    );
  });
});
