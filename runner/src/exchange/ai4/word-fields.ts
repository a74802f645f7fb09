import { show, suggestion, type ModuleFrontMatter } from '@orangery/schemas';
import type { ExchangedModule } from '../exchanged-module.ts';
import { field, isImported, isText, type Field, type Say } from './field.ts';
import {
  categoryWords,
  dataTypeWords,
  libraryWords,
  taskWords,
  type Vocabulary,
} from './vocabulary.ts';

type Lists = Pick<ModuleFrontMatter, 'categories' | 'libraries' | 'dataTypes' | 'tags'>;

const tags = field<string[]>({
  path: ['tags'],
  read: (value, say, pointer) => readList(value, say, { pointer, most: 30, longest: 40 }),
  own: ({ frontMatter }) => frontMatter.tags,
  set: ({ frontMatter }, words) => void (frontMatter.tags = words),
  write: ({ module }) => [...new Set(module.frontMatter.tags ?? [])],
  fits: isList,
});

const tasks = field<string[]>({
  path: ['tasks'],
  read: (value, say, pointer) => {
    const words = readList(value, say, { pointer, most: 100, longest: 64, vocabulary: taskWords });
    if (words === undefined) return undefined;
    const found = [...new Set(words.map(kebab).filter((word) => word !== ''))];
    if (found.length > 0) return found;
    say.warn({ pointer, expected: 'at least one task', found: 'none', hint: 'It is other now.' });
    return ['other'];
  },
  own: ({ frontMatter }) => frontMatter.tasks,
  set: ({ frontMatter }, words) => void (frontMatter.tasks = words),
  write: ({ module: { frontMatter } }) =>
    taskWords.theirs([...frontMatter.tasks, frontMatter.recipe ?? '']),
  fits: (value) => isListOf(value, taskWords),
});

const categories = field<string[]>({
  path: ['categories'],
  read: (value, say, pointer) =>
    readList(value, say, { pointer, most: 20, longest: 60, vocabulary: categoryWords }),
  own: ({ frontMatter }) => frontMatter.categories,
  set: ({ frontMatter }, words) => {
    frontMatter.categories = words;
    if (words.includes('AI4 tools')) frontMatter.kind = 'tool';
  },
  write: categoriesOf,
  fits: (value) => isListOf(value, categoryWords),
});

const libraries = listField('libraries', ['libraries'], libraryWords);
const dataTypes = listField('dataTypes', ['data-type'], dataTypeWords);

export const wordFields: readonly Field[] = [tags, tasks, categories, libraries, dataTypes];

function listField(name: keyof Lists, path: readonly [string], vocabulary: Vocabulary): Field {
  return field<string[]>({
    path,
    read: (value, say, pointer) =>
      readList(value, say, { pointer, most: 20, longest: 60, vocabulary }),
    own: ({ frontMatter }) => frontMatter[name],
    set: ({ frontMatter }, words) => void (frontMatter[name] = words),
    write: ({ module }) => {
      const words = vocabulary.theirs(module.frontMatter[name] ?? []);
      return words.length === 0 && name === 'dataTypes' ? undefined : words;
    },
    fits: (value) => isListOf(value, vocabulary),
  });
}

interface Limits {
  readonly pointer: string;
  /** Words. */
  readonly most: number;
  /** Characters of a word. */
  readonly longest: number;
  /** Whose words they are to be. */
  readonly vocabulary?: Vocabulary;
}

/** A list of short words, none twice, as we call them. */
function readList(value: unknown, say: Say, limits: Limits): string[] | undefined {
  const { pointer, most } = limits;
  if (!Array.isArray(value)) {
    const hint = isText(value) ? { hint: `Write a list: [${value}].` } : {};
    say.warn({ pointer, expected: 'a list of words', found: show(value), ...hint });
    return undefined;
  }
  const words = new Set<string>();
  for (const [index, item] of value.entries()) {
    const at = `${pointer}/${index}`;
    const word = readWord(item, say, { ...limits, pointer: at });
    if (word === undefined) continue;
    if (words.has(word)) {
      say.warn({ pointer: at, expected: 'no word twice', found: `${show(item)} again` });
    }
    words.add(word);
  }
  if (words.size > most) {
    say.warn({ pointer, expected: `at most ${most} words`, found: `${words.size}` });
  }
  return [...words].slice(0, most);
}

/** What we call a word of theirs; one that they do not have is said, and stays what it is. */
function readWord(
  item: unknown,
  say: Say,
  { pointer, longest, vocabulary }: Limits,
): string | undefined {
  const word = isText(item) || typeof item === 'number' ? String(item).trim() : '';
  if (word === '' || [...word].length > longest) {
    const expected = word === '' ? 'a word' : `at most ${longest} characters`;
    say.warn({ pointer, expected, found: show(item) });
    return undefined;
  }
  if (vocabulary === undefined) return word;
  const { words, ours } = vocabulary;
  const exact = words.find((one) => one.toLowerCase() === word.toLowerCase());
  if (exact === undefined) {
    const hint = suggestion(word, words).hint ?? `Words are: ${words.join(', ')}.`;
    say.warn({ pointer, expected: 'a word of AI4', found: show(word), hint });
  }
  return ours(exact ?? word);
}

/** Small letters and digits joined by hyphens; empty where nothing is left. */
function kebab(word: string): string {
  const joined = word.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return joined.replace(/^[-0-9]+/, '').replace(/-+$/, '');
}

function isList(value: unknown): boolean {
  if (!Array.isArray(value) || !value.every(isText)) return false;
  return new Set(value).size === value.length;
}

function isListOf(value: unknown, { words }: Vocabulary): boolean {
  return isList(value) && (value as string[]).every((word) => words.includes(word));
}

/** Those that a module names, else those that follow from what it is. */
function categoriesOf(exchanged: ExchangedModule): readonly string[] {
  const { frontMatter } = exchanged.module;
  const named = categoryWords.theirs(frontMatter.categories ?? []);
  if (named.length > 0 || isImported(exchanged)) return named;
  const { artifact, runtime, kind, recipe, container, fineTunable } = frontMatter;
  const isTrained = artifact !== undefined || runtime === 'container' || runtime === 'pipeline';
  const isTrainable = fineTunable ?? (recipe !== undefined || container?.train !== undefined);
  return [
    ...(isTrained && kind !== 'tool' ? ['AI4 pre trained', 'AI4 inference'] : []),
    ...(isTrainable ? ['AI4 trainable'] : []),
    ...(kind === 'tool' ? ['AI4 tools'] : []),
  ];
}
