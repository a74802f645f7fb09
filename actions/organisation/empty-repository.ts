import type { ActualRepository } from './actual-access.ts';

/** One in which nothing is set. */
export const emptyRepository: ActualRepository = {
  permissions: {},
  environments: [],
  rulesets: [],
};
