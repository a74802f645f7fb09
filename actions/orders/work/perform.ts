import type { Control } from '../control.ts';
import type { Gathered } from '../gather.ts';
import type { Work } from '../prepared.ts';
import { cancelJob } from './cancel-job.ts';
import { changeDeployment } from './change-deployment.ts';
import { checkAgain } from './check-again.ts';
import { listVerbs } from './list-verbs.ts';
import { mergeHead } from './merge-head.ts';
import { startBenchmark } from './start-benchmark.ts';
import { startTraining } from './start-training.ts';
import { stopAll } from './stop-all.ts';

/** What was done, in Markdown; our own words, with everything of others escaped. */
export type Done = string;

/**
 * Does what was allowed. Each is safe to do again: what is there already is left.
 * @throws Failure GITHUB_FAILED
 */
export function perform(control: Control, gathered: Gathered, work: Work): Promise<Done> {
  switch (work.kind) {
    case 'answer':
      return listVerbs(control, gathered);
    case 'check-again':
      return checkAgain(control, work);
    case 'training':
      return startTraining(control, gathered, work);
    case 'benchmark':
      return startBenchmark(control, gathered, work);
    case 'merge':
      return mergeHead(control, work.pull);
    case 'cancel':
      return cancelJob(control, work.job, {
        because: `${gathered.asker.login} cancelled it`,
        keepsResult: true,
      });
    case 'deployment':
      return changeDeployment(control, gathered, work);
    case 'stop-all':
      return stopAll(control, gathered);
  }
}
