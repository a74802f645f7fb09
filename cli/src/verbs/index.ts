import type { Verb } from '../verb.ts';

/** Every verb, in the order that --help lists them. */
export const verbs: readonly Verb[] = [];
