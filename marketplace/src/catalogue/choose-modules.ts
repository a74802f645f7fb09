import { readCodes, type FacetColumn } from './search-table.ts';

/** Values asked for, by facet; a facet without any asks for nothing. */
export type Selection = Readonly<Record<string, readonly string[]>>;

export interface Choice {
  /** Places in the table of the modules that are chosen, in the order of those they are chosen among. */
  readonly found: readonly number[];
  /** Of each facet and value, how many would be found with it, were nothing else of that facet asked for. */
  readonly counts: Readonly<Record<string, ReadonlyMap<string, number>>>;
}

/**
 * Answers what is asked for: values of a facet are alternatives, facets narrow each other.
 * @param among places of the modules to choose among; all when absent
 */
export type Choose = (selection: Selection, among?: readonly number[]) => Choice;

/** Makes ready to answer many questions about a table; each takes one look at each module. */
export function prepareChoice(table: { readonly columns: readonly FacetColumn[] }): Choose {
  const columns = table.columns.map((column) => ({ ...column, codes: readCodes(column) }));
  const all = [...(columns[0]?.codes.keys() ?? [])];
  return (selection, among = all) => {
    const passing = columns.map(({ name, sets }) => passingSets(sets, wanted(name, selection)));
    const tallies = columns.map(({ sets }) => new Uint32Array(sets.length));
    const found: number[] = [];
    for (const module of among) {
      const failed = findFailed(columns, passing, module);
      if (failed === several) continue;
      if (failed === none) found.push(module);
      // what fails one facet alone would be found, were nothing asked of that one
      for (let place = 0; place < columns.length; place += 1) {
        if (failed !== none && failed !== place) continue;
        tallies[place]![columns[place]!.codes[module]!]! += 1;
      }
    }
    return { found, counts: countValues(columns, tallies) };
  };
}

const none = -1;
const several = -2;

function findFailed(
  columns: readonly { readonly codes: Uint32Array }[],
  passing: readonly (readonly boolean[])[],
  module: number,
): number {
  let failed = none;
  for (let place = 0; place < columns.length; place += 1) {
    if (passing[place]![columns[place]!.codes[module]!]) continue;
    if (failed !== none) return several;
    failed = place;
  }
  return failed;
}

/** Retired modules are found only by those who ask for them. */
function wanted(name: string, selection: Selection): readonly string[] {
  const asked = selection[name] ?? [];
  return asked.length === 0 && name === 'status' ? ['active', 'deprecated'] : asked;
}

function passingSets(
  sets: readonly (readonly string[])[],
  asked: readonly string[],
): readonly boolean[] {
  return sets.map((set) => asked.length === 0 || asked.some((value) => set.includes(value)));
}

function countValues(
  columns: readonly Pick<FacetColumn, 'name' | 'sets'>[],
  tallies: readonly Uint32Array[],
): Choice['counts'] {
  return Object.fromEntries(
    columns.map(({ name, sets }, place) => {
      const counts = new Map<string, number>();
      sets.forEach((set, number) => {
        for (const value of set) {
          counts.set(value, (counts.get(value) ?? 0) + tallies[place]![number]!);
        }
      });
      return [name, counts];
    }),
  );
}
