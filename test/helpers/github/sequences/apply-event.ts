import { accessAfter, accessText } from './access-truth.ts';
import { changeByHand } from './by-hand.ts';
import {
  contribute,
  ourPull,
  personsPull,
  push,
  pushBack,
  request,
  runCheck,
} from './contributions.ts';
import { attempt, deliver } from './deliver.ts';
import type { Delivery, SequenceEvent } from './event.ts';
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
  say: async (world, event) => handOver(world, await say(world, event), event),
  form: async (world, event) => {
    await handOver(world, await sendForm(world, event.who, event.order), event);
  },
  dispatch: async (world, event) => {
    await handOver(world, await dispatch(world, event.who, event.order), event);
  },
  together: async (world, { who, other, orders }) => {
    const where = { kind: 'issue', index: 0 } as const;
    const spoken: Delivered[] = [];
    for (const [index, one] of [who, other].entries()) {
      const [order] = orders.slice(index);
      const event = { kind: 'say', who: one, where, orders: [order!], dress: 'plain' } as const;
      const said = await say(world, event);
      if (said !== null) spoken.push(said);
    }
    await deliver(world, spoken);
  },
  redeliver: async (world, { index }) => {
    const one = nth(world.delivered, index);
    if (one !== undefined) await deliver(world, [one]);
  },
  contribute,
  request,
  push: async (world, { pull, change }) => {
    const found = personsPull(world, pull);
    if (found !== null) await push(world, found, change);
  },
  'push to ours': async (world, { pull, change }) => {
    const found = ourPull(world, pull);
    if (found !== null) await push(world, found, change);
  },
  'push back': async (world, { pull }) => {
    const found = personsPull(world, pull);
    if (found !== null) await pushBack(world, found);
  },
  check: async (world, { pull, end: checkEnd, trouble }) => {
    const all = [...world.garden.catalogue.pulls.values()].filter(({ state }) => state === 'open');
    const found = nth(all, pull);
    if (found !== undefined) await runCheck(world, found.number, checkEnd, trouble);
  },
  close: async ({ garden, deeds }, { pull }) => {
    const all = [...garden.catalogue.pulls.values()].filter(({ state }) => state === 'open');
    const found = nth(all, pull);
    if (found !== undefined) await deeds.close(found);
  },
  plant: async (world, { who, where }) => {
    const planted = await say(world, { kind: 'say', who, where, orders: [], dress: 'plain' });
    if (planted === null) return;
    const kind = planted.comment % 2 === 0 ? 'answers' : 'job';
    const body = `<!-- orangery:${kind} -->\nAll is well.`;
    await world.deeds.rewriteComment(planted.comment, body);
  },
  team: ({ deeds, people }, { who, team, isIn }) => deeds.setMember(people[who].id, team, isIn),
  rename: async (world, { who, other }) => {
    const { deeds, garden } = world;
    const [one, two] = [accountOf(world, who), accountOf(world, other)];
    if (one === null || two === null || who === other) return;
    await deeds.rename(one.id, `${who}-${garden.forge.id()}`);
    await deeds.rename(two.id, one.login);
  },
  leave: ({ deeds, people }, { who }) => deeds.leave(people[who].id),
  access: async (world, { change }) => {
    world.access = accessAfter(change);
    const files = { '.github/access.yml': accessText(world.access) };
    await world.deeds.commitToMain(files, 'access');
  },
  'by hand': (world, { change }) => changeByHand(world, change),
  wait: ({ garden }, { minutes }) => void (garden.forge.now += minutes * minute),
  machine: async ({ garden, deeds }, { run, does }) => {
    const { forge, runner } = garden;
    const all = runner.runs.filter(({ status }) => status !== 'completed');
    const found = nth(all, run);
    if (found === undefined) return;
    if (does === 'take' && found.status === 'queued') await deeds.takeRun(found.id);
    if (does === 'cancel') await deeds.endRun(found.id, 'cancelled');
    if ((does !== 'finish' && does !== 'fail') || found.status === 'queued') return;
    forge.now += 7 * minute;
    await deeds.endRun(found.id, does === 'finish' ? 'success' : 'failure');
  },
  reconcile: async (world, { isBroken = false, trouble }) => {
    world.finishIsBroken = isBroken;
    let done: readonly string[] | undefined;
    await attempt(world, trouble, async () => {
      done = await world.deeds.reconcile();
    });
    if (trouble === undefined) world.violations.push(...judgeSettled(world, done));
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
  if (isEdited) await edit(world, one);
  world.pushMeanwhile = async () => {
    const place = one.utterances[0]?.place;
    const pull = garden.catalogue.pulls.get(place ?? 0);
    if (pull === undefined || pull.headRepository === garden.catalogue.name) return;
    await push(world, pull, { kind: 'removal', id: 'leaf-classifier' });
  };
  await deliver(world, [one], trouble);
  world.pushMeanwhile = null;
  if (isTwice) await deliver(world, [one]);
}

async function edit({ garden, deeds }: World, { utterances, event }: Delivered): Promise<void> {
  const { forge, catalogue } = garden;
  const source = utterances[0]?.source ?? '';
  const [, kind, number] = /^(comment|issue)-(\d+)/.exec(source) ?? [];
  if (kind === undefined || event.name === 'workflow_dispatch') return;
  forge.now += 5000;
  if (kind === 'comment') {
    const comment = catalogue.comments.find(({ id }) => id === Number(number))!;
    await deeds.rewriteComment(comment.id, `${comment.body}\n`);
  } else {
    const issue = catalogue.issues.get(Number(number))!;
    await deeds.rewriteIssue(issue.number, `${issue.body}\n### Most hours\n\n100\n`);
  }
  for (const utterance of utterances) utterance.isEdited = true;
}
