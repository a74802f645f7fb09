import { readAccess } from '../access/read-access.ts';
import type { GitHub } from '../github/github.ts';
import { Failure } from '@orangery/schemas';
import type { AccessPlan } from './access-plan.ts';
import type { Organisation } from './organisation.ts';
import { planAccess } from './plan-access.ts';
import { readActualAccess } from './read-actual-access.ts';
import type { Hand } from './refusals.ts';
import { wantedAccess, type AccessPlace } from './wanted-access.ts';

export interface PlanOrder {
  readonly organisation: Organisation;
  readonly catalogue: GitHub;
  readonly place: AccessPlace;
  readonly hand: Hand;
}

/**
 * Reads the rules of `main` and the organisation, and says what has to be done.
 * @throws Failure GITHUB_FAILED, FILE_INVALID, FILE_MISSING; ACCESS_REFUSED when `main` is not the default branch
 */
export async function makePlan({
  organisation,
  catalogue,
  place,
  hand,
}: PlanOrder): Promise<AccessPlan> {
  const { defaultBranch } = await catalogue.getRepository();
  const commit = await catalogue.getBranch('main');
  if (defaultBranch !== 'main' || commit === null) {
    throw new Failure(
      'ACCESS_REFUSED',
      `${catalogue.repository}: expected the default branch main, found ${defaultBranch}`,
      { hint: 'Rules are taken from main alone: make it the default branch.' },
    );
  }
  const wanted = wantedAccess(await readAccess(catalogue, commit), place);
  const actual = await readActualAccess(organisation, catalogue, { wanted, commit });
  return planAccess(wanted, actual, hand);
}
