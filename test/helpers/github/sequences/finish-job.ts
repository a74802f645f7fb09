import { Failure } from '@orangery/schemas';
import { appendState } from '../../../../actions/jobs/append-state.ts';
import type { FinishJob } from '../../../../actions/jobs/perform-step.ts';
import { moduleText } from '../model/garden.ts';
import { hasVerb } from './oracle/truth.ts';
import type { World } from './world.ts';

/** Takes over a result as the real one does, without looking into it: tests of its own do that. */
export function finishJob(world: World): FinishJob {
  return async (control, job, { run, usedMinutes }) => {
    const { catalogue } = control;
    if (world.finishIsBroken) throw new Failure('VERIFY_FAILED', 'The receipt is forged');
    const isAway = world.trouble !== null || world.access === null;
    if (!isAway && !hasVerb(world, job.askerId ?? 0, job.verb)) {
      world.violations.push(`${job.job} was finished for somebody who may not ask for it`);
    }
    if (job.pullRequest === undefined) {
      await appendState(control, job.job, { state: 'done', run }, usedMinutes);
      return `${job.job}: done`;
    }
    const pull = await catalogue.getPullRequest(job.pullRequest);
    if (pull === null) throw new Failure('GITHUB_FAILED', 'The pull request is gone');
    if (pull.head.sha !== job.head) throw new Failure('ACCESS_REFUSED', 'Somebody pushed');
    const folder = `modules/${job.child}`;
    const head = await catalogue.createCommit({
      parent: pull.head.sha,
      message: 'a result',
      files: {
        [`${folder}/training/${job.job}.yml`]: null,
        [`${folder}/module.md`]: moduleText('A child'),
        [`${folder}/receipts/${run}.json`]: '{}\n',
        [`${folder}/golden.json`]: '{}\n',
      },
    });
    world.results.add(head);
    if (!(await catalogue.moveBranch(pull.head.branch, head))) {
      throw new Failure('ACCESS_REFUSED', 'Somebody pushed');
    }
    await appendState(control, job.job, { state: 'done', run, head }, usedMinutes);
    await catalogue.markReady(pull.nodeId);
    return `${job.job}: done`;
  };
}
