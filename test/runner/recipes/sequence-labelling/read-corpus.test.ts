import { describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { sequenceLabelling as recipe } from '../../../../runner/src/recipes/sequence-labelling/index.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

const read = async (files: Files, target?: string) =>
  recipe.readData(dataFiles(files), readOptions(target));

const sentences = Array.from({ length: 12 }, (_, index) => [
  ['The', 'DET'],
  ['dog', 'NOUN'],
  [`runs${index}`, 'VERB'],
]);
const wordLine = ([form, upos]: readonly string[], id: number): string =>
  [id + 1, form, form!.toLowerCase(), upos, upos!.slice(0, 1), '_', 0, 'dep', '_', '_'].join('\t');
const conllu = sentences
  .map((words, n) => `# sent_id = ${n}\n# newpar\n${words.map(wordLine).join('\n')}\n`)
  .join('\n');
const columns = (separator: string, middle: readonly string[] = []): string =>
  sentences
    .map((words) => words.map(([a, b]) => [a, ...middle, b].join(separator)).join('\n'))
    .join('\n\n');
const corpus = (end: string): string =>
  `token\ttag\n${sentences
    .map((words) => `${words.map(([a, b]) => `${a}\t${b}`).join('\n')}\n${end}\t0\n`)
    .join('')}`;

describe('reading a corpus', () => {
  it.each([
    ['CoNLL-U', { 'a.conllu': conllu }, 'CoNLL-U', 'upos'],
    ['CoNLL-U with CRLF', { 'a.txt': conllu.replaceAll('\n', '\r\n') }, 'CoNLL-U', 'upos'],
    ['corpus.tsv with quoted line breaks', { 'corpus.tsv': corpus('"\n"') }, 'corpus.tsv', 'tag'],
    [
      'corpus.tsv with written ones',
      { 'x/corpus.tsv': corpus(String.raw`\n`) },
      'corpus.tsv',
      'tag',
    ],
    ['two columns by tabs', { 'train.tsv': columns('\t') }, 'a word a line, 2 columns', 'column-2'],
    [
      'four columns by spaces',
      { 'eng.train.conll': `-DOCSTART- -X- O O\n\n${columns(' ', ['NN', 'B-NP'])}` },
      'a word a line, 4 columns',
      'column-4',
    ],
    [
      'several files',
      { 'b.conllu': conllu, 'a.conllu': conllu, 'README.md': 'x', 'LICENSE.txt': 'y' },
      'CoNLL-U, 2 files',
      'upos',
    ],
  ])('takes %s', async (_, files: Files, format, target) => {
    const data = await read(files);
    expect(data).toMatchObject({ format, target, classes: ['DET', 'NOUN', 'VERB'], skipped: [] });
    expect(data.sentences.length % 12).toBe(0);
    expect(data.sentences[1]).toEqual({
      tokens: ['The', 'dog', 'runs1'],
      labels: ['DET', 'NOUN', 'VERB'],
    });
  });

  it('takes another column by name', async () => {
    const { classes, target, targetChosenBy } = await read({ 'a.conllu': conllu }, 'xpos');
    expect({ classes, target, targetChosenBy }).toEqual({
      classes: ['D', 'N', 'V'],
      target: 'xpos',
      targetChosenBy: 'name',
    });
    const named = await read({ 'a.conll': columns(' ', ['B-NP']) + '\n\nx I-NP X\n' }, 'column-2');
    expect(named.classes).toEqual(['B-NP', 'I-NP']);
  });

  it('passes over multiword tokens and empty nodes', async () => {
    const odd = [
      ['1-2', "don't", '_', '_'],
      ['1', 'do', 'AUX', 'V'],
      ['2', "n't", 'PART', 'R'],
      ['2.1', 'go', 'VERB', 'V'],
    ].map(([id, form, upos, xpos]) => [id, form, '_', upos, xpos, ...'_____'].join('\t'));
    const data = await read({ 'a.conllu': `${odd.join('\n')}\n\n${conllu}` });
    expect(data.sentences[0]).toEqual({ tokens: ['do', "n't"], labels: ['AUX', 'PART'] });
  });

  it('keeps quotes that are words', async () => {
    const data = await read({ 'corpus.tsv': corpus(String.raw`\n`).replaceAll('The', '"') });
    expect(data.sentences[0]!.tokens).toEqual(['"', 'dog', 'runs0']);
    const quoted = await read({ 'corpus.tsv': corpus('"\n"').replaceAll('The', '""""') });
    expect(quoted.sentences[0]!.tokens).toEqual(['"', 'dog', 'runs0']);
  });

  it('leaves out a sentence with a broken line and says where', async () => {
    const data = await read({ 'a.conllu': conllu.replace('2\tdog\tdog', '2\tdog') });
    expect(data.sentences.length).toBe(11);
    expect(data.skipped).toEqual([
      { reason: 'a line of the sentence is broken', count: 1, names: ['a.conllu:4'] },
    ]);
  });

  it.each([
    ['many broken lines', { 'a.conllu': conllu.replaceAll('\tDET\t', '\t_\t') }, undefined],
    ['a column that is not there', { 'a.conllu': conllu }, 'pos'],
    ['a number that is none', { 'a.conllu': conllu.replaceAll('3\tr', 'x\tr') }, undefined],
    ['ragged columns', { 'a.conll': `${columns(' ')}\n\n${columns(' ', ['x'])}` }, undefined],
    ['one column', { 'a.conll': columns(' ').replaceAll(/ .*/g, '') }, undefined],
    ['one label', { 'a.conll': columns(' ').replaceAll(/ .*/g, ' X') }, undefined],
    ['few sentences', { 'a.conll': 'The DET\ndog NOUN\n' }, undefined],
    ['no lines between sentences', { 'a.conll': 'The DET\ndog NOUN\n'.repeat(3_000) }, undefined],
    ['files of two kinds', { 'a.conllu': conllu, 'b.conll': columns(' ') }, undefined],
    ['bytes that are no text', { 'a.conllu': Uint8Array.of(0, 1, 2) }, undefined],
    ['pictures', { 'a.png': 'x', 'b.png': 'y' }, undefined],
    ['a table without tokens', { 'corpus.tsv': 'word\ttag\nThe\tDET\n' }, undefined],
  ])('says what is wrong with %s', async (_, files: Files, target) => {
    const failed = await read(files, target).catch((error: unknown) => error);
    const { code, message, hint } = toFailure(failed);
    expect(`${code} ${message} → ${hint}`).toMatchSnapshot();
  });

  it('describes words and labels without a sentence of them', async () => {
    expect(recipe.describe(await read({ 'a.conllu': conllu }))).toEqual({
      format: 'CoNLL-U',
      examples: 12,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      target: 'upos',
      classes: [
        { name: 'DET', count: 12 },
        { name: 'NOUN', count: 12 },
        { name: 'VERB', count: 12 },
      ],
      words: { count: 36, distinct: 14, longest: 3 },
    });
  });

  it('takes sentences with the same words for copies, whatever their labels', async () => {
    const data = await read({
      'a.conll': `${columns(' ')}\n\nThe X\ndog NOUN\nruns0 VERB\n`,
    });
    const hashes = [...recipe.exampleHashes!(data)];
    expect(hashes.at(-1)).toBe(hashes[0]);
    expect(new Set(hashes).size).toBe(12);
  });
});
