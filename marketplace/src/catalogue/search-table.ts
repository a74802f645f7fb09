import { facets } from './facets.ts';
import type { IndexedModule } from './indexed-module.ts';

/** One facet of all modules: which sets of values there are, and which of them each module has. */
export interface FacetColumn {
  readonly name: string;
  readonly sets: readonly (readonly string[])[];
  /** The number of each module's set, in digits of base 64, all of the same length. */
  readonly codes: string;
}

/**
 * `/search/table.json`: by what modules are chosen, in few bytes a module; sorted by title. All files that it
 * names are named by content, so that a browser never joins those of two builds.
 */
export interface SearchTable {
  readonly schema: 'search-table/2';
  /** How many there are. */
  readonly modules: number;
  /** Names of the files of cards, joined by spaces; each holds so many, in the order of the table. */
  readonly cards: string;
  readonly cardsPerFile: number;
  /** Name of the list of files of words. */
  readonly words: string;
  /** By name of an order, the name of the file with the modules' places in it. */
  readonly orders: Readonly<Record<string, string>>;
  readonly columns: readonly FacetColumn[];
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const values = new Map([...digits].map((digit, value) => [digit, value]));

/** @param modules sorted by title */
export function makeColumns(modules: readonly IndexedModule[]): readonly FacetColumn[] {
  return facets.map(({ name, valuesOf }) => makeColumn(name, modules.map(valuesOf)));
}

function makeColumn(name: string, values: readonly (readonly string[])[]): FacetColumn {
  const sorted = values.map((set) => [...new Set(set)].sort());
  const sets = [...new Map(sorted.map((set) => [JSON.stringify(set), set])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, set]) => ({ key, set }));
  const numbers = new Map(sets.map(({ key }, number) => [key, number]));
  const length = codeLength(sets.length);
  return {
    name,
    sets: sets.map(({ set }) => set),
    codes: sorted.map((set) => encode(numbers.get(JSON.stringify(set))!, length)).join(''),
  };
}

/** The sets' number of each module. */
export function readCodes({ codes, sets }: FacetColumn): Uint32Array {
  const length = codeLength(sets.length);
  const numbers = new Uint32Array(codes.length / length);
  for (let place = 0; place < codes.length; place += 1) {
    const module = Math.floor(place / length);
    numbers[module] = numbers[module]! * digits.length + values.get(codes[place]!)!;
  }
  return numbers;
}

function codeLength(sets: number): number {
  let length = 1;
  while (digits.length ** length < sets) length += 1;
  return length;
}

function encode(number: number, length: number): string {
  let code = '';
  for (let rest = number; code.length < length; rest = Math.floor(rest / digits.length)) {
    code = digits[rest % digits.length]! + code;
  }
  return code;
}
