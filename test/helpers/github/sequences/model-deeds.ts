import { followCheck } from '../../../../actions/orders/follow-check.ts';
import { handleHeard } from '../../../../actions/orders/handle-event.ts';
import { hearEvent } from '../../../../actions/orders/hear-event.ts';
import { reconcileJobs } from '../../../../actions/jobs/reconcile-jobs.ts';
import { comment, forkOf, openIssue } from '../model/garden.ts';
import { headOf } from '../model/history.ts';
import { openPull } from '../model/pulls.ts';
import { end, startRun, take } from '../model/runs.ts';
import type { Deeds } from './deeds.ts';
import { finishJob } from './finish-job.ts';
import type { World } from './world.ts';

/** What happens in the model; what is ours is the real code, in this process. */
export function modelDeeds(world: World): Deeds {
  return { ...speaking(world), ...contributing(world), ...working(world), ...governing(world) };
}

function speaking({
  garden,
}: World): Pick<Deeds, 'comment' | 'openIssue' | 'dispatch' | 'rewriteComment' | 'rewriteIssue'> {
  const { forge, catalogue } = garden;
  return {
    comment: async (issue, author, body) => {
      const event = comment(garden, issue, author, body);
      return { ...event, id: catalogue.comments.at(-1)!.id };
    },
    openIssue: async (author, body, labels) => openIssue(garden, author, body, labels),
    dispatch: async (author, inputs) => {
      const payload = { inputs, sender: author };
      const event = 'workflow_dispatch';
      const head = catalogue.branches.get('main')!;
      const order = { workflow: 'command.yml', event, title: event, head, branch: 'main' };
      return { name: event, run: startRun(forge, catalogue, order), payload };
    },
    rewriteComment: async (id, body) => {
      const found = catalogue.comments.find((one) => one.id === id)!;
      Object.assign(found, { body, updatedAt: forge.time() });
    },
    rewriteIssue: async (number, body) => void (catalogue.issues.get(number)!.body = body),
  };
}

function contributing({
  garden,
}: World): Pick<
  Deeds,
  'openFromFork' | 'commitOnto' | 'moveHead' | 'close' | 'startCheck' | 'endCheck'
> {
  const { forge, catalogue } = garden;
  return {
    openFromFork: async (author, files, base) => {
      const from = `fork-${author.id}/orangery`;
      if (!forge.repositories.has(from)) forge.addRepository(from, {});
      const fork = forkOf(garden, from);
      const branch = `change-${forge.id()}`;
      const parent = catalogue.branches.get(base ?? 'main')!;
      fork.branches.set(branch, forge.commit(fork, parent, files, 'a change'));
      return openPull(forge, catalogue, {
        ...{ branch, from, title: 'A change', body: '', isDraft: false, author },
        ...(base !== undefined && { baseBranch: base }),
      });
    },
    commitOnto: async ({ headRepository, headBranch }, files) => {
      const fork = forkOf(garden, headRepository);
      const head = fork.branches.get(headBranch)!;
      return forge.commit(fork, head, files, `push ${forge.id()}`);
    },
    moveHead: async ({ headRepository, headBranch }, head) => {
      forge.repositories.get(headRepository)!.branches.set(headBranch, head);
    },
    close: async (pull) => {
      pull.finalHead = headOf(forge, pull);
      pull.state = 'closed';
    },
    startCheck: async (run) => startRun(forge, catalogue, run),
    endCheck: async (id, conclusion) => {
      end(
        forge,
        catalogue.runs.find((one) => one.id === id),
        conclusion,
      );
    },
  };
}

function working(world: World): Pick<Deeds, 'takeRun' | 'endRun' | 'handle' | 'reconcile'> {
  const { forge, runner } = world.garden;
  const find = (id: number) => runner.runs.find((one) => one.id === id);
  return {
    takeRun: async (id) => take(forge, find(id)!, 'gpu-1'),
    endRun: async (id, conclusion) => end(forge, find(id), conclusion),
    handle: async (event) => {
      const { control, judge } = world;
      if (event.name === 'workflow_run') {
        await followCheck(event, control, judge);
        return;
      }
      const heard = hearEvent(event);
      if (heard !== null) await handleHeard(control, heard, judge);
    },
    reconcile: async () => {
      await reconcileJobs(world.control, finishJob(world));
      return undefined;
    },
  };
}

function governing({
  garden,
}: World): Pick<Deeds, 'setMember' | 'rename' | 'leave' | 'commitToMain'> {
  const { forge, catalogue } = garden;
  return {
    setMember: async (id, team, isIn) => {
      const members = forge.teams.get(team)!;
      if (isIn) members.add(id);
      else members.delete(id);
    },
    rename: async (id, login) => forge.rename(id, login),
    leave: async (id) => void forge.accounts.delete(id),
    commitToMain: async (files, message) => {
      const main = catalogue.branches.get('main')!;
      catalogue.branches.set('main', forge.commit(catalogue, main, files, message));
    },
  };
}
