import { describe, expect, it } from 'vitest';
import type { Fitted, FitOptions } from '../../../../runner/src/recipes/recipe.ts';
import {
  compareFamilies,
  type ComparableRecipe,
} from '../../../../runner/src/recipes/tabular/families/compare-families.ts';
import type { Family } from '../../../../runner/src/recipes/tabular/families/family.ts';
import { readTableRows } from '../../../../runner/src/recipes/tabular/read-table-rows.ts';
import { selectRows, type TableRows } from '../../../../runner/src/recipes/tabular/table-rows.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';
import { houseCsv } from './tables.ts';

interface Call {
  readonly family: unknown;
  readonly rows: number;
  readonly selection: number | undefined;
  readonly until: number;
}

/** A recipe whose models remember how they were fitted. */
function recorder(isOutOfTime: () => boolean) {
  const calls: Call[] = [];
  const alive = new Set<Call>();
  const recipe: ComparableRecipe<TableRows, Call> = {
    select: selectRows,
    defaultsOf: (family: Family) => ({ family }),
    fit: async ({ train, selection, knobs, until }: FitOptions<TableRows>) => {
      const model = {
        family: knobs.family,
        rows: train.rows.length,
        selection: selection?.rows.length,
        until,
      };
      calls.push(model);
      alive.add(model);
      const status = isOutOfTime() ? 'stopped' : 'done';
      const fitted: Fitted<Call> = {
        ...{ model, status, score: 0, selectionLoss: 0, epochs: 10, keptEpoch: 4 },
      };
      return fitted;
    },
    measure: async (_, data) => ({ accuracy: data.rows.length }),
    dispose: (model) => void alive.delete(model),
  };
  return { recipe, calls, alive };
}

async function compare(isOutOfTime: () => boolean) {
  const read = async (rows: number) => {
    const files = dataFiles({ 'houses.csv': houseCsv(rows, 'price', rows) });
    return (await readTableRows(files, readOptions())).data;
  };
  const { recipe, calls, alive } = recorder(isOutOfTime);
  const { signal } = readOptions();
  const [train, test] = [await read(50), await read(20)];
  const compared = await compareFamilies(recipe, { train, test, seed: 1, signal, isOutOfTime });
  return { compared, calls, alive };
}

describe('the families beside a model', () => {
  it('are each fitted as long as a fifth says, then to all training rows, and measured', async () => {
    const { compared, calls, alive } = await compare(() => false);
    expect(compared.map(({ name }) => name)).toEqual(['linear', 'mlp', 'forest', 'boosting']);
    expect(compared[0]!.metrics).toEqual({ accuracy: 20 });
    expect(calls.slice(0, 2)).toEqual([
      { family: 'linear', rows: 40, selection: 10, until: 1 },
      { family: 'linear', rows: 50, selection: undefined, until: 0.4 },
    ]);
    expect(calls).toHaveLength(8);
    expect(alive.size).toBe(0);
  });

  it('are left out from where time is up, and nothing half fitted is measured', async () => {
    let asked = 0;
    const { compared, calls, alive } = await compare(() => (asked += 1) > 4);
    expect(compared.map(({ name }) => name)).toEqual(['linear']);
    expect(calls.map(({ family }) => family)).toEqual(['linear', 'linear', 'mlp']);
    expect(alive.size).toBe(0);
  });
});
