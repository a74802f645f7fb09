import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../../../marketplace/src/catalogue/split-words.ts';
import {
  packWords,
  readPlaces,
  type IndexedText,
  type WordFile,
} from '../../../marketplace/src/catalogue/word-index.ts';

const unpack = (texts: readonly IndexedText[]) =>
  packWords(texts).map(({ first, content }) => ({
    first,
    words: JSON.parse(content) as WordFile,
  }));

describe('splitWords', () => {
  it('leaves case, accents and marks aside', () => {
    expect(splitWords('Crème-BRÛLÉE, 12 °C (naïve)')).toEqual([
      ...['creme', 'brulee', '12', 'c', 'naive'],
    ]);
    expect(splitWords(' – ')).toEqual([]);
  });
});

describe('packWords', () => {
  it('says where a word stands, and how much it weighs there', () => {
    const [file] = unpack([
      { title: 'Leaf', text: 'grows grows grows grows on a tree' },
      { title: 'Root', text: 'leaf by leaf' },
      { title: 'Stone', text: 'grows not' },
    ]);
    expect(readPlaces(file!.words.leaf!)).toEqual([
      { place: 0, weight: 3 },
      { place: 1, weight: 1 },
    ]);
    expect(readPlaces(file!.words.grows!)).toEqual([
      { place: 0, weight: 2 },
      { place: 2, weight: 0 },
    ]);
    expect(file!.first).toBe('a');
  });

  it('loses no word of any text, and names the first word of each file', () => {
    const words = fc.array(fc.stringMatching(/^[a-z_]{1,12}( [a-z]{1,3}){0,3}$/), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(words, (texts) => {
        const files = unpack(texts.map((text) => ({ title: '', text })));
        const held = new Map(files.flatMap((file) => Object.entries(file.words)));
        for (const [place, text] of texts.entries()) {
          for (const word of splitWords(text)) {
            expect(readPlaces(held.get(word)!).map((one) => one.place)).toContain(place);
          }
        }
        expect([...held.keys()].every((word) => texts.join(' ').includes(word))).toBe(true);
      }),
    );
  });

  it('parts many words into files that follow each other', () => {
    const texts = Array.from({ length: 4000 }, (_, number) => ({
      title: '',
      text: `word${number} shared${number % 10}`,
    }));
    const files = unpack(texts);
    expect(files.length).toBeGreaterThan(2);
    const all = files.flatMap(({ words }) => Object.keys(words));
    expect(all).toHaveLength(4010);
    expect(all).toEqual(all.toSorted());
    for (const { first, words } of files) expect(Object.keys(words)[0]).toBe(first);
  });
});
