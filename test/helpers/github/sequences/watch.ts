import { Failure } from '@orangery/schemas';
import type { GitHub } from '../../../../actions/github/github.ts';
import { judgeDecisions } from './oracle/judge-decisions.ts';
import { judgeDispatch } from './oracle/judge-dispatch.ts';
import { judgeMerge } from './oracle/judge-merge.ts';
import { judgeOpening } from './oracle/judge-opening.ts';
import { judgeCancelling, judgeRepeating } from './oracle/judge-runs.ts';
import type { World } from './world.ts';

/** Lets the oracle see every act at the moment it is done, and gives GitHub its troubles. */
export function watch(world: World): void {
  const { control } = world.garden;
  const catalogue = unreliable(world, control.catalogue);
  const runner = unreliable(world, control.runner);
  world.control = {
    ...control,
    catalogue: {
      ...catalogue,
      mergePullRequest: async (number, head, title) => {
        const found = judgeMerge(world, number, head);
        const isMerged = await catalogue.mergePullRequest(number, head, title);
        if (isMerged) world.violations.push(...found);
        return isMerged;
      },
      repeatRun: async (id) => {
        world.violations.push(...judgeRepeating(world, id));
        await catalogue.repeatRun(id);
      },
      createBranch: async (branch, commit) => {
        if (branch === 'records') world.violations.push(...judgeDecisions(world, commit));
        return catalogue.createBranch(branch, commit);
      },
      moveBranch: async (branch, commit) => {
        if (branch === 'records') world.violations.push(...judgeDecisions(world, commit));
        return catalogue.moveBranch(branch, commit);
      },
      openPullRequest: async (order) => {
        world.violations.push(...judgeOpening(world, order.branch));
        return catalogue.openPullRequest(order);
      },
    },
    runner: {
      ...runner,
      dispatchWorkflow: async (workflow, inputs) => {
        world.violations.push(...judgeDispatch(world, workflow, inputs));
        await runner.dispatchWorkflow(workflow, inputs);
      },
      cancelRun: async (id) => {
        world.violations.push(...judgeCancelling(world, id));
        await runner.cancelRun(id);
      },
    },
  };
}

function unreliable(world: World, github: GitHub): GitHub {
  return new Proxy(github, {
    get: (target, key, receiver) => {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]): Promise<unknown> => {
        world.requests += 1;
        const trouble = world.trouble?.at === world.requests ? world.trouble.kind : null;
        if (trouble === 'fails') throw away(String(key));
        if (trouble === 'push') await world.pushMeanwhile?.();
        const result: unknown = await Reflect.apply(value, target, args);
        if (trouble === 'fails after it was done') throw away(String(key));
        return result;
      };
    },
  });
}

function away(method: string): Failure {
  return new Failure('GITHUB_FAILED', `${method}: GitHub is away`);
}
