import { headOf } from '../model/history.ts';
import type { ModelPull } from '../model/model-state.ts';
import { changeFiles, requestFiles } from './change-files.ts';
import { deliver } from './deliver.ts';
import type { Change, CheckEnd, SequenceEvent, Trouble } from './event.ts';
import type { NewRun } from './deeds.ts';
import { nth } from './nth.ts';
import { accountOf, utter } from './speak.ts';
import type { Utterance, World } from './world.ts';

type Contributed = Extract<SequenceEvent, { kind: 'contribute' }>;
type Requested = Extract<SequenceEvent, { kind: 'request' }>;

/** Somebody opens a pull request from a fork. */
export async function contribute(world: World, event: Contributed): Promise<void> {
  const author = accountOf(world, event.who);
  if (author === null) return;
  const files = changeFiles(world, author, event.change);
  const base = world.garden.catalogue.branches.has('records') ? event.base : undefined;
  const number = await world.deeds.openFromFork(author, files, base);
  await runCheck(world, number, event.check);
}

/** Somebody opens a pull request that asks for a training. */
export async function request(world: World, { who, order, check }: Requested): Promise<void> {
  const author = accountOf(world, who);
  if (author === null) return;
  const child = order.child ?? 'asked-for';
  const meant = { ...order, child };
  const place = await world.deeds.openFromFork(author, requestFiles(meant, child));
  const spoken = { meant, place, named: null, job: null, headThen: null };
  utter(world, author, `request-${place}-0`, spoken);
  await runCheck(world, place, check);
}

/** A person's open pull request, the n-th. */
export function personsPull({ garden }: World, index: number): ModelPull | null {
  const all = [...garden.catalogue.pulls.values()].filter(({ headRepository, state }) => {
    return headRepository !== garden.catalogue.name && state === 'open';
  });
  return nth(all, index) ?? null;
}

/** An open pull request of ours, the n-th. */
export function ourPull({ garden }: World, index: number): ModelPull | null {
  const all = [...garden.catalogue.pulls.values()].filter(({ headRepository, state }) => {
    return headRepository === garden.catalogue.name && state === 'open';
  });
  return nth(all, index) ?? null;
}

/** Pushes onto a contribution; its check is queued at once. */
export async function push(world: World, pull: ModelPull, change: Change): Promise<void> {
  const files = changeFiles(world, pull.author, change);
  await move(world, pull, await world.deeds.commitOnto(pull, files));
}

/** Goes back to where the branch was first. */
export async function pushBack(world: World, pull: ModelPull): Promise<void> {
  const earlier = world.earlierHeads.get(pull.number)?.[0];
  if (earlier !== undefined) await move(world, pull, earlier);
}

async function move(world: World, pull: ModelPull, head: string): Promise<void> {
  const { forge } = world.garden;
  const heads = world.earlierHeads.get(pull.number) ?? [];
  world.earlierHeads.set(pull.number, [...heads, headOf(forge, pull)]);
  await world.deeds.moveHead(pull, head);
  await world.deeds.startCheck({ ...checkRun(pull), head });
}

function checkRun({ number, headBranch, headRepository, baseBranch = 'main' }: ModelPull) {
  const title = `validate #${number} to ${baseBranch}`;
  const run = { workflow: 'validate.yml', event: 'pull_request', title };
  return { ...run, branch: headBranch, headRepository };
}

/** What is not the check of this pull request, by one thing each. */
function forgeries(number: number): readonly Partial<NewRun>[] {
  return [
    { event: 'push' },
    { headRepository: 'eve/elsewhere' },
    // the same head in another pull request, and before it went to main
    { title: `validate #${number + 1} to main` },
    { title: `validate #${number} to records` },
  ];
}

/** The check of a pull request's head ends so; what follows from it is handled. */
export async function runCheck(
  world: World,
  number: number,
  checkEnd: CheckEnd,
  trouble?: Trouble,
): Promise<void> {
  const { deeds, garden } = world;
  const { forge, catalogue } = garden;
  const pull = catalogue.pulls.get(number);
  if (checkEnd === 'none' || pull === undefined || pull.state === 'closed') return;
  const run = { ...checkRun(pull), head: headOf(forge, pull) };
  if (checkEnd === 'forged') {
    for (const other of forgeries(number)) {
      const forged = await deeds.startCheck({ ...run, ...other });
      await deeds.endCheck(forged, 'success');
    }
    forge.now += 60_000;
    return;
  }
  const waiting = catalogue.runs.findLast(({ head, title, status }) => {
    return head === run.head && title === run.title && status !== 'completed';
  });
  const id = waiting?.id ?? (await deeds.startCheck(run));
  if (checkEnd === 'running') return;
  forge.now += 30_000;
  await deeds.endCheck(id, checkEnd === 'red' ? 'failure' : 'success');
  forge.now += 30_000;
  const utterances = askersOf(world, run.head);
  const event = { name: 'workflow_run', run: forge.id(), payload: { workflow_run: { id } } };
  await deliver(world, [{ event, utterances }], trouble);
}

/** What was asked for by pull requests of this head: of one commit there can be several. */
function askersOf({ garden, utterances }: World, head: string): readonly Utterance[] {
  const { forge, catalogue } = garden;
  const pulls = [...catalogue.pulls.values()].filter((pull) => headOf(forge, pull) === head);
  return pulls.flatMap(({ number, headBranch }) => {
    const source = /(?:comment|issue|dispatch)-\d+-\d+$/.exec(headBranch)?.[0] ?? '';
    return utterances.get(source) ?? utterances.get(`request-${number}-0`) ?? [];
  });
}
