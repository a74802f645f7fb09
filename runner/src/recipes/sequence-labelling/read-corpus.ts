import { Failure, hashText, hashTexts, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { countClasses, indexLabels } from '../labels.ts';
import type { ReadOptions } from '../recipe.ts';
import { decodePlainText } from '../text/decode-plain-text.ts';
import { corpusFiles, isCorpusTable } from './corpus-files.ts';
import type { BrokenSentence, Corpus, LabelledSentence } from './corpus.ts';
import { isWordLine, readTokenTable, readWordLines } from './read-columns.ts';
import { isConlluLine, readConllu } from './read-conllu.ts';

/** Labelled sentences; `labels` are indices into `classes`, an array a sentence. */
export interface SequenceData {
  readonly format: string;
  readonly target: string;
  /** Absent where the format has a column that is meant. */
  readonly targetChosenBy?: 'name' | 'last column';
  readonly sentences: readonly LabelledSentence[];
  readonly classes: readonly string[];
  readonly labels: readonly Int32Array[];
  readonly skipped: readonly Skipped[];
}

/** More than this share of sentences that cannot be read means that the dataset is at fault. */
const mostBroken = 0.1;
const fewestSentences = 10;
const mostTokens = 20_000_000;
const mostInSentence = 5_000;
const mostClasses = 500;
const mostBytes = 512_000_000;

/**
 * Reads CoNLL-U, SINGA-Auto's `corpus.tsv`, or columns as in CoNLL-2003, told apart by their content.
 * Sentences with a broken line are named, counted and left out.
 * @throws Failure DATASET_INVALID
 */
export async function readSequences(
  files: readonly DataFile[],
  { target, signal }: ReadOptions,
): Promise<SequenceData> {
  const found = corpusFiles(files);
  if (found.length === 0) throw nothingToRead(files);
  const corpora: (Corpus & { readonly name: string })[] = [];
  for (const file of found) {
    signal.throwIfAborted();
    const corpus = readFile(await readText(file), file.path, target);
    if (corpora.length > 0) checkAlike(corpora[0]!, corpus, file.path);
    corpora.push({ ...corpus, name: file.path });
  }
  const sentences = corpora.flatMap((corpus) => corpus.sentences);
  const broken = corpora.flatMap((corpus) => corpus.broken);
  checkBroken(broken, sentences.length + broken.length);
  checkSize(sentences, found[0]!.path);
  const classes = countClasses(sentences.flatMap(({ labels }) => labels)).map(({ name }) => name);
  checkClasses(classes, corpora[0]!);
  return {
    format:
      corpora.length === 1 ? corpora[0]!.format : `${corpora[0]!.format}, ${found.length} files`,
    target: corpora[0]!.target,
    ...chosenBy(target, corpora[0]!),
    sentences,
    classes,
    labels: sentences.map(({ labels }) => indexLabels(labels, classes)),
    skipped: summarize(broken),
  };
}

function chosenBy(
  target: string | undefined,
  { format }: Corpus,
): Pick<SequenceData, 'targetChosenBy'> {
  if (target !== undefined) return { targetChosenBy: 'name' };
  return format === 'CoNLL-U' ? {} : { targetChosenBy: 'last column' };
}

/** SHA-256 over the tokens and labels of every sentence, in order. */
export function fingerprintOfSentences(sentences: readonly LabelledSentence[]): string {
  return hashTexts(
    sentences.map((sentence) => hashText(JSON.stringify([sentence.tokens, sentence.labels]))),
  );
}

async function readText(file: DataFile): Promise<string> {
  const text = file.sizeBytes > mostBytes ? null : decodePlainText(await file.read());
  if (text !== null) return text;
  throw new Failure(
    'DATASET_INVALID',
    `${file.path}: expected at most ${mostBytes} bytes of text, found ${file.sizeBytes} bytes that are none`,
    { hint: 'Save the corpus as text in UTF-8; split a large one into several files.' },
  );
}

function readFile(text: string, name: string, target: string | undefined): Corpus {
  const lines = text.split('\n', 1_000).map((line) => line.replace(/\r$/, ''));
  if (lines.some(isConlluLine)) return readConllu(text, name, target);
  const first = lines.find(isWordLine) ?? '';
  const cells = first.split('\t').map((cell) => cell.trim());
  const isTable = cells.includes('token') || (isCorpusTable(name) && !/\n\s*\n/.test(text));
  if (cells.length > 1 && isTable) return readTokenTable(text, name, target);
  return readWordLines(text, name, target);
}

function checkAlike(first: Corpus & { readonly name: string }, other: Corpus, name: string): void {
  if (first.format === other.format && first.target === other.target) return;
  throw new Failure(
    'DATASET_INVALID',
    `${name}: expected ${first.format} as ${first.name}, found ${other.format}`,
    { hint: 'Link to files of one kind.' },
  );
}

function checkBroken(broken: readonly BrokenSentence[], total: number): void {
  if (broken.length <= Math.max(1, total * mostBroken)) return;
  const listed = broken.slice(0, 5).map(({ place, problem }) => `${place}: ${problem}`);
  throw new Failure(
    'DATASET_INVALID',
    `The dataset: expected sentences with a label for each word, found ${broken.length} of ${total} that are broken: ${listed.join('; ')}${broken.length > 5 ? '; …' : ''}`,
    { hint: 'Mend these lines, or take the sentences out.' },
  );
}

function checkSize(sentences: readonly LabelledSentence[], name: string): void {
  const tokens = sentences.reduce((sum, sentence) => sum + sentence.tokens.length, 0);
  const longest = sentences.reduce((most, sentence) => Math.max(most, sentence.tokens.length), 0);
  if (longest > mostInSentence) {
    throw new Failure(
      'DATASET_INVALID',
      `${name}: expected sentences of at most ${mostInSentence} words, found one of ${longest}`,
      { hint: 'Put an empty line between sentences.' },
    );
  }
  if (sentences.length >= fewestSentences && tokens <= mostTokens) return;
  throw new Failure(
    'DATASET_INVALID',
    `${name}: expected ${fewestSentences} sentences or more of at most ${mostTokens} words in all, found ${sentences.length} of ${tokens}`,
    { hint: 'Put an empty line between sentences; take a sample of a very large corpus.' },
  );
}

function checkClasses(
  classes: readonly string[],
  { target, name }: Corpus & { name: string },
): void {
  if (classes.length > 1 && classes.length <= mostClasses) return;
  throw new Failure(
    'DATASET_INVALID',
    `${name}: expected 2 to ${mostClasses} different labels in ${target}, found ${classes.length}`,
    { hint: 'Name the column of the labels with --target.' },
  );
}

function summarize(broken: readonly BrokenSentence[]): Skipped[] {
  if (broken.length === 0) return [];
  const names = broken.slice(0, 20).map(({ place }) => place);
  return [{ reason: 'a line of the sentence is broken', count: broken.length, names }];
}

function nothingToRead(files: readonly DataFile[]): Failure {
  const paths = files.slice(0, 3).map(({ path }) => path);
  return new Failure(
    'DATASET_INVALID',
    `The dataset: expected CoNLL-U, corpus.tsv, or a word a line with its label, found ${files.length} files (${paths.join(', ')}${files.length > 3 ? ', …' : ''})`,
    {
      hint: 'Write a word a line with its label behind a tab, and an empty line between sentences.',
    },
  );
}
