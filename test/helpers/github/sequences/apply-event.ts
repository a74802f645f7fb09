import { reconcileJobs } from '../../../../actions/jobs/reconcile-jobs.ts';
import { headOf } from '../model/history.ts';
import { end, take } from '../model/runs.ts';
import { accessAfter, accessText } from './access-truth.ts';
import { changeByHand } from './by-hand.ts';
import { contribute, personsPull, push, pushBack, request, runCheck } from './contributions.ts';
import { attempt, deliver } from './deliver.ts';
import type { Delivery, SequenceEvent } from './event.ts';
import { finishJob } from './finish-job.ts';
import { nth } from './nth.ts';
import { judgeSettled } from './oracle/judge-state.ts';
import { accountOf, dispatch, say, sendForm } from './speak.ts';
import type { Delivered, World } from './world.ts';

type Of<Kind extends SequenceEvent['kind']> = Extract<SequenceEvent, { kind: Kind }>;
type Appliers = {
  readonly [Kind in SequenceEvent['kind']]: (world: World, event: Of<Kind>) => void | Promise<void>;
};

const minute = 60_000;

/** Lets one thing happen in the garden. */
export async function applyEvent<Kind extends SequenceEvent['kind']>(
  world: World,
  event: SequenceEvent & { readonly kind: Kind },
): Promise<void> {
  const apply = appliers[event.kind];
  // `event` is of the kind that the table is asked for
  await apply(world, event as Of<Kind>);
}

const appliers: Appliers = {
  say: (world, event) => handOver(world, say(world, event), event),
  form: (world, event) => handOver(world, sendForm(world, event.who, event.order), event),
  dispatch: (world, event) => handOver(world, dispatch(world, event.who, event.order), event),
  together: async (world, { who, other, orders }) => {
    const where = { kind: 'issue', index: 0 } as const;
    const spoken = [who, other].map((one, index) => {
      const [order] = orders.slice(index);
      const event = { kind: 'say', who: one, where, orders: [order!], dress: 'plain' } as const;
      return say(world, event);
    });
    await deliver(
      world,
      spoken.filter((one) => one !== null),
    );
  },
  redeliver: async (world, { index }) => {
    const one = nth(world.delivered, index);
    if (one !== undefined) await deliver(world, [one]);
  },
  contribute,
  request,
  push: (world, { pull, change }) => {
    const found = personsPull(world, pull);
    if (found !== null) push(world, found, change);
  },
  'push back': (world, { pull }) => {
    const found = personsPull(world, pull);
    if (found !== null) pushBack(world, found);
  },
  check: async (world, { pull, end: checkEnd, trouble }) => {
    const all = [...world.garden.catalogue.pulls.values()].filter(({ state }) => state === 'open');
    const found = nth(all, pull);
    if (found !== undefined) await runCheck(world, found.number, checkEnd, trouble);
  },
  close: ({ garden }, { pull }) => {
    const all = [...garden.catalogue.pulls.values()].filter(({ state }) => state === 'open');
    const found = nth(all, pull);
    if (found === undefined) return;
    found.finalHead = headOf(garden.forge, found);
    found.state = 'closed';
  },
  plant: (world, { who, where }) => {
    const planted = say(world, { kind: 'say', who, where, orders: [], dress: 'plain' });
    const comment = world.garden.catalogue.comments.at(-1);
    if (planted === null || comment === undefined) return;
    const kind = comment.id % 2 === 0 ? 'answers' : 'job';
    comment.body = `<!-- orangery:${kind} -->\nAll is well.`;
  },
  team: ({ garden, people }, { who, team, isIn }) => {
    const members = garden.forge.teams.get(team)!;
    if (isIn) members.add(people[who].id);
    else members.delete(people[who].id);
  },
  rename: (world, { who, other }) => {
    const { forge } = world.garden;
    const [one, two] = [accountOf(world, who), accountOf(world, other)];
    if (one === null || two === null || who === other) return;
    forge.rename(one.id, `${who}-${forge.id()}`);
    forge.rename(two.id, one.login);
  },
  leave: ({ garden, people }, { who }) => void garden.forge.accounts.delete(people[who].id),
  access: (world, { change }) => {
    const { forge, catalogue } = world.garden;
    world.access = accessAfter(change);
    const files = { '.github/access.yml': accessText(world.access) };
    const main = catalogue.branches.get('main')!;
    catalogue.branches.set('main', forge.commit(catalogue, main, files, 'access'));
  },
  'by hand': (world, { change }) => changeByHand(world, change),
  wait: ({ garden }, { minutes }) => void (garden.forge.now += minutes * minute),
  machine: ({ garden }, { run, does }) => {
    const { forge, runner } = garden;
    const all = runner.runs.filter(({ status }) => status !== 'completed');
    const found = nth(all, run);
    if (found === undefined) return;
    if (does === 'take' && found.status === 'queued') take(forge, found, 'gpu-1');
    if (does === 'cancel') end(forge, found, 'cancelled');
    if ((does !== 'finish' && does !== 'fail') || found.status === 'queued') return;
    forge.now += 7 * minute;
    end(forge, found, does === 'finish' ? 'success' : 'failure');
  },
  reconcile: async (world, { isBroken = false, trouble }) => {
    world.finishIsBroken = isBroken;
    await attempt(world, trouble, () => reconcileJobs(world.control, finishJob(world)));
    if (trouble === undefined) world.violations.push(...judgeSettled(world));
  },
};

/** Brings an order from its author to us, with what happens on the way. */
async function handOver(
  world: World,
  one: Delivered | null,
  { late = [], isEdited = false, isTwice = false, trouble }: Delivery,
): Promise<void> {
  if (one === null) return;
  const { garden } = world;
  for (const event of late) await applyEvent(world, event);
  if (isEdited) edit(world, one);
  world.pushMeanwhile = () => {
    const place = one.utterances[0]?.place;
    const pull = garden.catalogue.pulls.get(place ?? 0);
    if (pull === undefined || pull.headRepository === garden.catalogue.name) return;
    push(world, pull, { kind: 'removal', id: 'leaf-classifier' });
  };
  await deliver(world, [one], trouble);
  world.pushMeanwhile = null;
  if (isTwice) await deliver(world, [one]);
}

function edit({ garden }: World, { utterances, event }: Delivered): void {
  const { forge, catalogue } = garden;
  const source = utterances[0]?.source ?? '';
  const [, kind, number] = /^(comment|issue)-(\d+)/.exec(source) ?? [];
  if (kind === undefined || event.name === 'workflow_dispatch') return;
  forge.now += 5000;
  if (kind === 'comment') {
    const comment = catalogue.comments.find(({ id }) => id === Number(number))!;
    Object.assign(comment, { body: `${comment.body}\n`, updatedAt: forge.time() });
  } else {
    const issue = catalogue.issues.get(Number(number))!;
    issue.body = `${issue.body}\n### Most hours\n\n100\n`;
  }
  for (const utterance of utterances) utterance.isEdited = true;
}
