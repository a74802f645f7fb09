import type { Random } from '../../src/random.ts';
import { citrusKinds, type Citrus, type Orangery } from './orangeries.ts';

/** A tree in its tub and one year's harvest; null is a value that was not taken. */
export interface Tree {
  readonly kind: string;
  readonly ageYears: number;
  readonly tubLitres: number;
  readonly waterLitres: number | null;
  readonly sunHours: number | null;
  readonly frostNights: number;
  readonly wasPruned: boolean | null;
  readonly harvestKg: number;
}

/** Lets a tree bear what its kind, age, tub, water, sun and frost allow, and weighs it. */
export function drawTree(orangery: Orangery, random: Random): Tree {
  const kind = citrusKinds[random.integer(citrusKinds.length)]!;
  const ageYears = 2 + Math.floor(random.uniform() ** 1.5 * 48);
  const tubLitres = [25, 40, 60, 90, 130][random.integer(5)]!;
  const waterLitres = tubLitres * (0.1 + 0.35 * random.uniform());
  const sunHours = Math.max(1, orangery.sunHours + 1.5 * random.normal());
  const frostNights = Math.max(
    0,
    Math.round(orangery.frostNights * (0.3 + 1.4 * random.uniform())),
  );
  const wasPruned = random.uniform() < 0.5;
  const grown = { kind, ageYears, tubLitres, waterLitres, sunHours, frostNights, wasPruned };
  const harvest = expectedHarvest(grown) * (1 + orangery.luck * random.normal());
  const keep = <Value>(value: Value): Value | null =>
    random.uniform() < orangery.missingShare ? null : value;
  return {
    ...grown,
    kind: kind.name,
    waterLitres: keep(waterLitres),
    sunHours: keep(sunHours),
    wasPruned: keep(wasPruned),
    harvestKg: Math.max(0, harvest + orangery.scalesKg * random.normal()),
  };
}

interface Conditions {
  readonly kind: Citrus;
  readonly ageYears: number;
  readonly tubLitres: number;
  readonly waterLitres: number;
  readonly sunHours: number;
  readonly frostNights: number;
  readonly wasPruned: boolean;
}

/** What lacks most decides; too much water does harm, and an old tree wants pruning. */
export function expectedHarvest(tree: Conditions): number {
  const { kind, ageYears, tubLitres } = tree;
  const grown = 1 / (1 + Math.exp((kind.slownessYears - ageYears) / 2));
  const agedBy = Math.max(0, ageYears - 25) / 50;
  const aged = 1 - agedBy * (tree.wasPruned ? 0.4 : 1);
  const room = tubLitres / (tubLitres + 30);
  const thirst = Math.min(1, tree.waterLitres / (0.25 * tubLitres));
  const flood = tree.waterLitres > 0.38 * tubLitres ? 0.75 : 1;
  const light = Math.min(1, tree.sunHours / 6);
  const cut = tree.wasPruned && ageYears < 8 ? 0.8 : 1;
  const frost = (1 - kind.frostLoss) ** tree.frostNights;
  return kind.bestKg * grown * aged * room * Math.min(thirst, light) * flood * cut * frost;
}
