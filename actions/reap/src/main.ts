import { reconcileJobs } from '../../jobs/reconcile-jobs.ts';
import type { FinishJob } from '../../jobs/perform-step.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { revokeStrangers } from '../../organisation/revoke-people.ts';
import type { Control } from '../../orders/control.ts';
import { reapBranches } from './reap-branches.ts';
import { reapCandidates } from './reap-candidates.ts';
import { reapRunners } from './reap-runners.ts';

export interface ReapWorld {
  readonly control: Control;
  readonly organisation: Pick<Organisation, 'listBranches' | 'listRunners' | 'removeRunner'>;
  /** Takes over a result whose event was lost. */
  readonly finish: FinishJob;
}

/**
 * Ends what is past its time: jobs, what people without a role have left, weights that nobody merged,
 * branches and machines.
 * @returns what was ended, a line each
 * @throws Failure GITHUB_FAILED
 */
export async function reap({
  control,
  organisation,
  finish,
}: ReapWorld): Promise<readonly string[]> {
  return [
    ...(await reconcileJobs(control, finish)),
    ...(await revokeStrangers(control)),
    ...(await reapCandidates(control)),
    ...(await reapBranches(control, organisation)),
    ...(await reapRunners(control, organisation)),
  ];
}
