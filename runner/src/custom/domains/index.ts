import type { LentData } from '../definition.ts';
import type { Domain } from './domain.ts';
import { pictures } from './pictures.ts';
import { tables } from './tables.ts';

export type { Domain, Learnt } from './domain.ts';

/** What each recipe lends. Their types differ inside; callers pass each one's own values back to it. */
export const domains = {
  'image-classification': pictures,
  'tabular-classification': tables,
} as unknown as Readonly<Record<LentData, Domain>>;
