import type { LentData } from './definition.ts';

/** Recipes that lend what is not the model, by name. */
export const lentData: readonly LentData[] = ['image-classification', 'tabular-classification'];
