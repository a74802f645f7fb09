import { suggestion } from '@orangery/schemas';
import { grammar, isVerb, usageOf, verbs, type VerbRule } from './grammar.ts';
import type { Parsed, Verb } from './order.ts';
import { readOrder, type Values } from './read-order.ts';
import { splitWords } from './split-words.ts';

/** Reads a line such as `/retrain leaf-classifier --dataset https://example.org/leaves.zip`. */
export function parseCommand(line: string): Parsed {
  const split = splitWords(line);
  if (split.kind === 'mistake') return { kind: 'mistake', line, problems: [split.problem] };
  const [first = '', ...rest] = split.words;
  const name = first.slice(1);
  if (name === 'stop' && rest.length === 1 && rest[0] === 'all') {
    return { kind: 'order', order: { verb: 'stop-all' } };
  }
  if (!isVerb(name) || name === 'stop-all') {
    const problem = `expected one of ${verbs.map((verb) => usageOf(verb).split(/ [[<]/)[0]).join(', ')}, found ${first}`;
    const { hint } = suggestion(name, verbs);
    return { kind: 'mistake', line, problems: hint === undefined ? [problem] : [problem, hint] };
  }
  return readValues(line, name, sortWords(name, rest));
}

/** Reads a verb whose values have names: the fields of a form, the inputs of a dispatch. */
export function parseNamed(verb: Verb, values: Values): Parsed {
  return readValues(`/${verb}`, verb, { values, problems: [] });
}

function readValues(line: string, verb: Verb, { values, problems }: Sorted): Parsed {
  const all = [...problems, ...problemsOf(verb, values)];
  if (all.length === 0) return { kind: 'order', order: readOrder(verb, values) };
  return { kind: 'mistake', line, problems: [...all, `usage: ${usageOf(verb)}`] };
}

interface Sorted {
  readonly values: Values;
  readonly problems: readonly string[];
}

/** Words and options by their names. */
function sortWords(verb: Verb, given: readonly string[]): Sorted {
  const { words, options } = grammar[verb];
  const values: Record<string, string[]> = {};
  const problems: string[] = [];
  const queue = [...given];
  let position = 0;
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const [, name, joined] = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) {
      const place = words[position]?.name;
      position += 1;
      if (place === undefined) problems.push(`expected no further word, found ${word}`);
      else values[place] = [word];
    } else if (!options.some((option) => option.name === name)) {
      problems.push(`expected ${listOptions(grammar[verb])}, found --${name}`);
      if (joined === undefined && queue[0]?.startsWith('--') === false) queue.shift();
    } else {
      const value = joined ?? queue.shift();
      if (value === undefined) problems.push(`--${name}: expected a value, found none`);
      else (values[name] ??= []).push(value);
    }
  }
  return { values, problems };
}

function listOptions({ options }: VerbRule): string {
  return options.length === 0 ? 'no option' : options.map(({ name }) => `--${name}`).join(' ');
}

function problemsOf(verb: Verb, values: Values): string[] {
  const { words, options } = grammar[verb];
  const known = new Set([...words, ...options].map(({ name }) => name));
  const unknown = Object.keys(values).filter((name) => !known.has(name));
  return [
    ...unknown.map((name) => `expected a field of /${verb}, found ${name}`),
    ...words.flatMap(({ name, isOptional, pattern, expected }) => {
      const value = values[name]?.[0];
      if (value === undefined)
        return isOptional ? [] : [`${name}: expected ${expected}, found none`];
      return pattern.test(value) ? [] : [`${name}: expected ${expected}, found ${short(value)}`];
    }),
    ...options.flatMap((option) => optionProblems(option, values[option.name] ?? [])),
  ];
}

function optionProblems(
  { name, isRepeated, choices, pattern, number }: VerbRule['options'][number],
  values: readonly string[],
): string[] {
  const problems: string[] = [];
  if (values.length > 1 && !isRepeated)
    problems.push(`--${name}: expected it once, found ${values.length}`);
  for (const value of values) {
    if (value === '' || value.length > 2048) {
      problems.push(`--${name}: expected 1 to 2048 characters, found ${value.length}`);
    } else if (choices !== undefined && !choices.includes(value)) {
      problems.push(`--${name}: expected ${choices.join(', ')}, found ${short(value)}`);
    } else if (pattern !== undefined && !pattern.test(value)) {
      problems.push(`--${name}: expected the form ${pattern.source}, found ${short(value)}`);
    } else if (number !== undefined && !isNumberIn(value, number)) {
      const kind = number.isWhole ? 'a whole number' : 'a number';
      problems.push(
        `--${name}: expected ${kind} from ${number.least} to ${number.most}, found ${short(value)}`,
      );
    }
  }
  return problems;
}

function isNumberIn(
  text: string,
  { least, most, isWhole }: { least: number; most: number; isWhole: boolean },
): boolean {
  if (!(isWhole ? /^\d{1,10}$/ : /^\d{1,6}(\.\d{1,6})?$/).test(text)) return false;
  return Number(text) >= least && Number(text) <= most;
}

/** Links may be secrets: only what is short and plain is shown. */
function short(value: string): string {
  return /^[\w.,@+-]{1,60}$/.test(value) ? value : `${value.length} characters of another form`;
}
