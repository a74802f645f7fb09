import type { PresetName } from '../sample-options.ts';

export type Kind = 'whole' | 'powder' | 'liquid' | 'herb';

/** What foods of a kind are called, measured in and done to. */
export interface Shelf {
  readonly kind: Kind;
  readonly names: readonly string[];
  /** Of the preset `other` alone. */
  readonly unknownNames: readonly string[];
  /** Words before a name that belong to it, though many say elsewhere how much or in which state. */
  readonly firsts: readonly string[];
  readonly units: readonly string[];
  readonly states: readonly string[];
}

export const shelves: readonly Shelf[] = [
  {
    kind: 'whole',
    names: ['onions', 'carrots', 'potatoes', 'leek', 'apples', 'lemon', 'eggs', 'figs', 'olives'],
    unknownNames: ['aubergine', 'peppers', 'cod fillet', 'apricots', 'noodles', 'quinces'],
    firsts: ['red', 'green', 'dried', 'smoked', 'glass', 'cup', 'baby', 'whole', 'half - fat'],
    units: ['kg', 'g', 'pound', 'can', 'handful', 'glass', 'head'],
    states: ['peeled', 'chopped', 'sliced', 'dried', 'drained', 'cut into cubes', 'smoked'],
  },
  {
    kind: 'powder',
    names: ['flour', 'sugar', 'cumin', 'salt', 'almonds', 'cocoa', 'rice', 'pepper', 'cloves'],
    unknownNames: ['ginger', 'polenta', 'paprika', 'lentils', 'sumac', 'oats'],
    firsts: ['plain', 'brown', 'ground', 'five spice', 'smoked', 'whole', 'baking', 'black'],
    units: ['g', 'cup', 'teaspoons', 'tbsp', 'pinch', 'can', 'stick'],
    states: ['sifted', 'toasted', 'ground', 'packed', 'whole', 'chopped'],
  },
  {
    kind: 'liquid',
    names: ['oil', 'milk', 'wine', 'stock', 'cream', 'juice', 'vinegar', 'syrup'],
    unknownNames: ['sake', 'honey', 'buttermilk', 'cordial'],
    firsts: ['olive', 'white', 'lemon', 'half and half', 'chicken', 'sour', 'clove', 'double'],
    units: ['ml', 'cups', 'tablespoons', 'dash', 'glass', 'can'],
    states: ['warmed', 'chilled', 'whisked', 'sour'],
  },
  {
    kind: 'herb',
    names: ['parsley', 'thyme', 'basil', 'leaves', 'mint', 'onions', 'garlic'],
    unknownNames: ['coriander', 'dill', 'chives', 'sage', 'tarragon'],
    firsts: ['fresh', 'bay', 'dried', 'spring', 'lemon', 'wild', 'flat leaf'],
    units: ['bunch', 'sprigs', 'handful', 'leaves', 'cloves', 'head'],
    states: ['chopped', 'torn', 'dried', 'leaves only', 'sliced', 'ground'],
  },
];

/** Before a state: `finely ground cumin` is cumin, `ground cumin` is what it says on the jar. */
export const manners = ['finely', 'roughly', 'freshly', 'very finely', 'well'];

export const quantities: Readonly<Record<PresetName, readonly string[]>> = {
  standard: ['1', '2', '3', '250', '500', '1/2', 'half a', 'a', 'one', 'two', '1 1/2', 'five'],
  other: ['2 - 3', 'one and a half', '75', '0.5', 'a few', 'some', '4', 'a scant', '1 1/4', 'half'],
};
