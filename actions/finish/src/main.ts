import { Failure } from '@orangery/schemas';
import type { GitHub } from '../../github/github.ts';
import { Answer } from '../../github/requests/answer.ts';
import { reconcileJobs } from '../../jobs/reconcile-jobs.ts';
import type { Control } from '../../orders/control.ts';
import { refuseOtherRefs } from '../../action/refuse-other-refs.ts';
import { finishBenchmark } from '../../results/finish-benchmark.ts';
import { finishTraining } from '../../results/finish-training.ts';

/** The event that says that a run has ended; it holds its number and nothing else. */
export const endedEvent = 'orangery-run-ended';

/** Tells the catalogue that a run of the machines has ended. @throws Failure GITHUB_FAILED */
export async function announce(catalogue: GitHub, run: number): Promise<void> {
  await catalogue.dispatchEvent(endedEvent, { run });
}

export interface FinishWorld {
  readonly control: Control;
  readonly ref: string;
  readonly root: string;
  readonly serverUrl: string;
}

/**
 * Takes over the run that an event names. Everything is read again: the event could be anybody's.
 * @returns what was done
 * @throws Failure GITHUB_FAILED, ACCESS_REFUSED
 */
export async function finish(payload: unknown, world: FinishWorld): Promise<readonly string[]> {
  const { control, ref, root, serverUrl } = world;
  refuseOtherRefs(ref);
  const id = new Answer(payload, 'event repository_dispatch')
    .field('client_payload')
    .field('run')
    .number();
  const run = await control.runner.getRun(id);
  if (run === null || run.branch !== 'main' || run.event !== 'workflow_dispatch') {
    throw new Failure(
      'ACCESS_REFUSED',
      `Run ${id}: expected one of main that we sent, found another`,
    );
  }
  const done = await reconcileJobs(
    control,
    (one, job, end) => {
      if (job.verb === 'benchmark') return finishBenchmark(one, job, end);
      return finishTraining(one, job, end, { root, serverUrl });
    },
    ({ job }) => job === run.title,
  );
  return done.length > 0 ? done : [`Nothing is to be done for run ${id}, ${run.title}`];
}
