import { changedFiles, findCommit, mergeBase } from '../../model/history.ts';
import type { ModelPull } from '../../model/model-state.ts';
import type { Utterance, World } from '../world.ts';
import { askerProblems, deploymentProblems } from './order-problems.ts';
import {
  deploymentTruth,
  hasVerb,
  isAdminTruth,
  linesTruth,
  maintainersTruth,
  underwayOrder,
} from './truth.ts';

/** What is wrong with merging this head now. */
export function judgeMerge(world: World, number: number, head: string): string[] {
  const { catalogue } = world.garden;
  const pull = catalogue.pulls.get(number)!;
  const told = (problem: string): string => `#${number} was merged, but ${problem}`;
  const isMade = world.made.has(pull.headBranch) && pull.headRepository === catalogue.name;
  const asked = isMade ? underwayOrder(world, pull.headBranch) : null;
  const order = asked ?? mergeOrder(world, number);
  if (order === null) return [told('nobody asked for it')];
  const asker =
    order.meant.verb === 'merge'
      ? mergerProblems(world, order, pull, head)
      : changeProblems(world, order, pull, head);
  return [...asker, ...headProblems(world, order, pull, head), ...fileProblems(world, head)].map(
    told,
  );
}

function mergeOrder({ underway, utterances }: World, number: number): Utterance | null {
  const orders = underway.flatMap((source) => utterances.get(source) ?? []);
  return orders.find(({ meant, place }) => meant.verb === 'merge' && place === number) ?? null;
}

/** Of a change of a deployment that the bot made: its asker may still ask for it, and nobody touched it. */
function changeProblems(
  world: World,
  { authorId, meant, source }: Utterance,
  { headBranch }: ModelPull,
  head: string,
): string[] {
  const problems: string[] = [];
  const name = headBranch.split('/')[2] ?? '';
  if (!hasVerb(world, authorId, meant.verb))
    problems.push(`its asker has no role with ${meant.verb}`);
  if (meant.verb !== 'stop-all') {
    problems.push(...deploymentProblems(world, authorId, meant.verb, name));
  }
  const decided = linesTruth(world).find((line) => line.source === source && line.isAllowed);
  const isOld = world.garden.forge.now - Date.parse(decided?.at ?? '') > 24 * 60 * 60_000;
  if (isOld) problems.push('it was asked for more than a day ago');
  if (world.made.get(headBranch) !== head) problems.push('its head is not what the bot made');
  const paths = ownChanges(world, head);
  if (paths.length !== 1 || paths[0] !== `deployments/${name}.yml`) {
    problems.push('it changes more than the deployment');
  }
  return problems;
}

function mergerProblems(world: World, order: Utterance, pull: ModelPull, head: string): string[] {
  const { authorId } = order;
  const problems = askerProblems(world, order);
  const isSeen = order.named === null ? order.headThen === head : head.startsWith(order.named);
  if (!isSeen) problems.push('its head is not the one that was looked at');
  if ((pull.baseBranch ?? 'main') !== 'main') problems.push('it does not go to main');
  const paths = ownChanges(world, head);
  const isAdmin = isAdminTruth(world, authorId);
  const deployment = /^deployments\/([a-z0-9-]+)\.yml$/.exec(paths[0] ?? '')?.[1];
  if (deployment !== undefined && paths.length === 1) {
    return [...problems, ...ownerProblems(world, order, pull, { name: deployment, head })];
  }
  const ids = paths.map((path) => /^modules\/([a-z0-9-]+)\/./.exec(path)?.[1] ?? null);
  if (ids.length === 0 || ids.includes(null)) problems.push('it changes more than modules');
  for (const id of new Set(ids)) {
    const isOwn = id !== null && maintainersTruth(world, id)?.includes(authorId) === true;
    if (!isAdmin && !isOwn) problems.push(`modules/${id} is another’s`);
  }
  if (!isAdmin && paths.some((path) => /^modules\/[^/]+\/golden\.json/.test(path))) {
    problems.push('it changes a golden test');
  }
  const hasRecords = paths.some((path) => /^modules\/[^/]+\/(receipts|reports)\//.test(path));
  if (hasRecords && !world.results.has(head)) problems.push('it forges a receipt or a report');
  return problems;
}

/** Of a deployment's file that a person changed: its owner on main, and no lock of another. */
function ownerProblems(
  world: World,
  { authorId }: Utterance,
  pull: ModelPull,
  { name, head }: { name: string; head: string },
): string[] {
  if (isAdminTruth(world, authorId)) return [];
  const now = deploymentTruth(world, name);
  if (now !== null) return deploymentProblems(world, authorId, 'merge', name);
  const next = deploymentTruth(world, name, head);
  const isOwn = next?.ownerId === authorId && pull.author.id === authorId;
  return isOwn ? [] : ['the new deployment is another’s'];
}

/** Of the check, which must be of this head, green, and older than the order unless it names the head. */
function headProblems(
  { garden }: World,
  order: Utterance,
  { number, headRepository }: ModelPull,
  head: string,
): string[] {
  const runs = garden.catalogue.runs.filter((run) => {
    const isCheck = run.workflow === 'validate.yml' && run.event === 'pull_request';
    if (run.title !== `validate #${number} to main`) return false;
    return isCheck && run.head === head && run.headRepository === headRepository;
  });
  const newest = runs.reduce((a, b) => (a.id > b.id ? a : b), runs[0]!);
  if (newest?.status !== 'completed' || newest.conclusion !== 'success') {
    return ['its check is not green'];
  }
  const isLate = Date.parse(newest.updatedAt) > order.writtenAt;
  const isBound = order.meant.verb === 'merge' && order.named === null;
  return isBound && isLate ? ['its check ended after the order was written'] : [];
}

/** Paths that a head changes, from where it left main. */
function ownChanges({ garden }: World, head: string): readonly string[] {
  const { forge, catalogue } = garden;
  const base = mergeBase(forge, catalogue.branches.get('main')!, head);
  return changedFiles(forge, base, head).map(({ path }) => path);
}

/** Of what lies there: plain files whose names every file system keeps apart. */
function fileProblems(world: World, head: string): string[] {
  const tree = findCommit(world.garden.forge, head)!.tree;
  const folders = new Set(
    ownChanges(world, head).map((path) => path.split('/').slice(0, 2).join('/')),
  );
  const touched = [...tree].filter(([path]) => folders.has(path.split('/').slice(0, 2).join('/')));
  const odd = touched.find(([, { mode }]) => mode !== '100644');
  const names = touched.map(([path]) => path.toLowerCase());
  return [
    ...(odd === undefined ? [] : [`${odd[0]} is no plain file`]),
    ...(new Set(names).size < names.length ? ['two of its names differ in case only'] : []),
  ];
}
