import { deriveSeed } from '../../src/random.ts';
import { sampleRandom } from '../sample-random.ts';
import type { PresetName } from '../sample-options.ts';
import { drawTree, type Tree } from './draw-tree.ts';
import { orangeries } from './orangeries.ts';

export interface HarvestTableOptions {
  readonly seed: number;
  readonly preset: PresetName;
  readonly rows: number;
}

/** Name of each column, and how a tree fills it. */
const columns: readonly (readonly [name: string, write: (tree: Tree) => string])[] = [
  ['kind', ({ kind }) => kind],
  ['age_years', ({ ageYears }) => String(ageYears)],
  ['tub_litres', ({ tubLitres }) => String(tubLitres)],
  ['water_litres', ({ waterLitres }) => waterLitres?.toFixed(1) ?? 'NA'],
  ['sun_hours', ({ sunHours }) => sunHours?.toFixed(1) ?? 'NA'],
  ['frost_nights', ({ frostNights }) => String(frostNights)],
  ['pruned', ({ wasPruned }) => (wasPruned === null ? 'NA' : wasPruned ? 'yes' : 'no')],
  ['harvest_kg', ({ harvestKg }) => harvestKg.toFixed(2)],
];

/**
 * Weighs a year's harvest of trees in tubs.
 * @returns CSV with a header; the last column, `harvest_kg`, is the target
 */
export function drawHarvestTable({ seed, preset, rows }: HarvestTableOptions): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const random = sampleRandom(deriveSeed(seed, preset, 'tree', index));
    const tree = drawTree(orangeries[preset], random);
    return columns.map(([, write]) => write(tree)).join(',');
  });
  return `${[columns.map(([name]) => name).join(','), ...lines].join('\n')}\n`;
}
