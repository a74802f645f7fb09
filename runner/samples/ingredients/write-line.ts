import type { Random } from '../../src/random.ts';
import { pick } from '../fill-phrase.ts';
import type { PresetName } from '../sample-options.ts';
import { manners, quantities, shelves, type Shelf } from './larder.ts';

export type Part = 'QUANTITY' | 'UNIT' | 'FOOD' | 'STATE' | null;

/** Words that belong together, and what they are; `null` for what is none of it. */
export type Span = readonly [words: string, part: Part];

/** A line of a recipe's list: how much of what, in which state, in one of several orders. */
export function writeLine(preset: PresetName, random: Random): readonly Span[] {
  const shelf = pick(shelves, random);
  const food: Span = [nameOf(shelf, preset, random), 'FOOD'];
  const amount: Span[] = [[pick(quantities[preset], random), 'QUANTITY']];
  if (random.uniform() < 0.75) amount.push([pick(shelf.units, random), 'UNIT']);
  if (amount.length > 1 && random.uniform() < 0.4) amount.push(['of', null]);
  const state: Span = [pick(shelf.states, random), 'STATE'];
  const manner = pick(manners, random);
  const forms = [
    () => [...amount, food],
    () => [...amount, food, [',', null] as const, state],
    () => [...amount, [`${manner} ${state[0]}`, 'STATE'] as const, food],
    () => [food, [',', null] as const, state, ...withoutOf(amount)],
    () => [food, [',', null] as const, ...withoutOf(amount)],
    () => [food, ['to taste', null] as const],
    () => [...amount, food, ...aside(preset, random)],
  ];
  return pick(forms, random)();
}

/** A rarer name the later it stands on its shelf, so that some are met only once they are asked for. */
function nameOf(shelf: Shelf, preset: PresetName, random: Random): string {
  const names = preset === 'other' ? [...shelf.names, ...shelf.unknownNames] : shelf.names;
  const name = names[Math.floor(names.length * random.uniform() ** 2)]!;
  return random.uniform() < 0.5 ? name : `${pick(shelf.firsts, random)} ${name}`;
}

function withoutOf(amount: readonly Span[]): Span[] {
  return amount.filter(([, part]) => part !== null);
}

function aside(preset: PresetName, random: Random): Span[] {
  const words = {
    standard: ['for the sauce', 'plus more'],
    other: ['to serve', 'at hand', 'or a glass more'],
  };
  return [
    ['(', null],
    [pick(words[preset], random), null],
    [')', null],
  ];
}
