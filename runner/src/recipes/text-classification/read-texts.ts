import { Failure, hashText, hashTexts, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { checkClasses, countClasses, indexLabels } from '../labels.ts';
import type { LabelledFiles } from '../labelled-files.ts';
import { leftOut } from '../left-out.ts';
import type { ReadOptions } from '../recipe.ts';
import { readTables } from '../tables/read-tables.ts';
import { placeOfRow } from '../tables/table.ts';
import { tableFiles } from '../tables/table-files.ts';
import { decodePlainText } from '../text/decode-plain-text.ts';
import { countClassFolders, findClassFolders, isText } from './class-folders.ts';
import { findTextList, readTextList } from './text-list.ts';
import { findTextColumns } from './text-table.ts';

export interface TextExample {
  readonly text: string;
  readonly label: string;
}

/** Labelled texts; `labels` are indices into `classes`. */
export interface TextData {
  readonly format: string;
  /** Of a table: the column to predict. */
  readonly target?: string;
  readonly targetChosenBy?: 'name' | 'last column';
  readonly examples: readonly TextExample[];
  readonly classes: readonly string[];
  readonly labels: Int32Array;
  readonly skipped: readonly Skipped[];
}

type Read = Pick<TextData, 'format' | 'target' | 'targetChosenBy' | 'examples' | 'skipped'>;

/** More than this share of texts that cannot be used means that the dataset is at fault. */
const mostUnusable = 0.1;
const mostCharacters = 1_000_000;
const mostBytes = 1_000_000_000;

/**
 * Reads a folder a class, `texts.csv` with paths and classes, or a table with a column of texts.
 * What is no text is named, counted and left out.
 * @throws Failure DATASET_INVALID
 */
export async function readTexts(
  files: readonly DataFile[],
  options: ReadOptions,
): Promise<TextData> {
  const read = await readLayout(files, options);
  const counts = countClasses(read.examples.map(({ label }) => label));
  checkClasses(counts);
  const classes = counts.map(({ name }) => name);
  const labels = read.examples.map(({ label }) => label);
  return { ...read, classes, labels: indexLabels(labels, classes) };
}

/** SHA-256 over the text and label of every example, in order. */
export function fingerprintOfTexts(examples: readonly TextExample[]): string {
  return hashTexts(examples.map(({ text, label }) => `${hashText(text)} ${label}\n`));
}

async function readLayout(files: readonly DataFile[], options: ReadOptions): Promise<Read> {
  const list = findTextList(files);
  const listed = list && (await readTextList(list, files));
  if (listed) return readFiles(listed, options);
  if (hasClassFolders(files)) {
    const found = findClassFolders(files);
    if (found.labelled.length > 0) return readFiles(found, options);
  }
  if (tableFiles(files).length === 0) throw nothingToRead(files);
  if (!areLooseTexts(files)) return readTable(files, options);
  return readTable(files, options).catch((error: unknown) => {
    options.signal.throwIfAborted();
    throw nothingToRead(files, error);
  });
}

function hasClassFolders(files: readonly DataFile[]): boolean {
  const texts = files.filter(({ path }) => isText(path)).length;
  const tables = tableFiles(files).filter(({ path }) => !isText(path)).length;
  return texts > tables && (countClassFolders(files) > 1 || (texts > 1 && tables === 0));
}

/** Several texts without a folder: as a rule each a text, at times each a table, as train.txt. */
function areLooseTexts(files: readonly DataFile[]): boolean {
  const tables = tableFiles(files);
  return tables.length > 1 && tables.every(({ path }) => isText(path));
}

async function readFiles(
  { format, labelled, skipped }: LabelledFiles,
  { signal }: ReadOptions,
): Promise<Read> {
  const bytes = labelled.reduce((sum, { file }) => sum + file.sizeBytes, 0);
  if (bytes > mostBytes) throw tooLarge(bytes);
  const examples: TextExample[] = [];
  const unusable = new Unusable();
  for (const { file, label } of labelled) {
    signal.throwIfAborted();
    const text = decodePlainText(await file.read());
    if (unusable.isText(text, file.path)) examples.push({ text, label });
  }
  unusable.check(labelled.length);
  return { format, examples, skipped: [...skipped, ...unusable.summaries()] };
}

async function readTable(
  files: readonly DataFile[],
  { target, signal }: ReadOptions,
): Promise<Read> {
  const table = await readTables(files, signal);
  const columns = findTextColumns(table, target);
  const name = table.columns[columns.target]!;
  const unusable = new Unusable();
  const examples = table.rows.flatMap((row, index) => {
    const [text, label] = [row[columns.text]!, row[columns.target]!];
    const place = placeOfRow(table, index);
    if (label === null) unusable.add('no value in the target', place);
    else if (unusable.isText(text ?? '', place)) return [{ text: text!, label }];
    return [];
  });
  unusable.check(table.rows.length);
  checkIsCategory(examples, name, table.name);
  return {
    format: `${table.format}, texts in ${table.columns[columns.text]}`,
    target: name,
    targetChosenBy: target === undefined ? 'last column' : 'name',
    examples,
    skipped: unusable.summaries(),
  };
}

/** Texts that cannot be learnt from, by reason. */
class Unusable {
  readonly #names = new Map<string, string[]>();

  isText(text: string | null, name: string): text is string {
    const reason = reasonAgainst(text);
    if (reason !== undefined) this.add(reason, name);
    return reason === undefined;
  }

  add(reason: string, name: string): void {
    const names = this.#names.get(reason);
    if (names === undefined) this.#names.set(reason, [name]);
    else names.push(name);
  }

  summaries(): Skipped[] {
    return [...this.#names].flatMap(([reason, names]) => leftOut(reason, names));
  }

  check(total: number): void {
    const found = [...this.#names].flatMap(([reason, names]) =>
      names.map((name) => `${name} (${reason})`),
    );
    if (found.length <= Math.max(1, total * mostUnusable)) return;
    const more = found.length > 5 ? ', …' : '';
    throw new Failure(
      'DATASET_INVALID',
      `The dataset: expected texts with a class, found ${found.length} of ${total} that cannot be used: ${found.slice(0, 5).join(', ')}${more}`,
      { hint: 'Save texts in UTF-8 and give each a class, or take them out.' },
    );
  }
}

function reasonAgainst(text: string | null): string | undefined {
  if (text === null) return 'not a text';
  if (text.trim() === '') return 'empty';
  return text.length > mostCharacters ? `longer than ${mostCharacters} characters` : undefined;
}

function checkIsCategory(examples: readonly TextExample[], target: string, name: string): void {
  const classes = new Set(examples.map(({ label }) => label)).size;
  if (classes <= Math.max(20, examples.length / 5)) return;
  throw new Failure(
    'DATASET_INVALID',
    `${name}: expected classes in the column ${target}, found ${classes} different values in ${examples.length} rows`,
    { hint: 'Name the column of the classes with --target.' },
  );
}

function tooLarge(bytes: number): Failure {
  return new Failure(
    'DATASET_INVALID',
    `The dataset: expected at most ${mostBytes} bytes of text, found ${bytes}`,
    { hint: 'Take a sample of the texts.' },
  );
}

function nothingToRead(files: readonly DataFile[], cause?: unknown): Failure {
  const paths = files.slice(0, 3).map(({ path }) => path);
  return new Failure(
    'DATASET_INVALID',
    `The dataset: expected .txt files in a folder a class, texts.csv, or a table with a column of texts, found ${files.length} files (${paths.join(', ')}${files.length > 3 ? ', …' : ''})`,
    {
      cause,
      hint: 'Put the texts of each class into a folder of its name: good/1.txt, bad/2.txt.',
    },
  );
}
