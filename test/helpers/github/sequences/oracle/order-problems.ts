import { headOf } from '../../model/history.ts';
import type { Utterance, World } from '../world.ts';
import { benchmarkProblems, trainingProblems } from './machine-problems.ts';
import { hasVerb, deploymentTruth, isActiveState, isAdminTruth, linesTruth } from './truth.ts';

const tenMinutes = 600_000;
const day = 24 * 60 * 60_000;

/** Why an order may not be done, by what is so in the model; none when it may. */
export function orderProblems(world: World, order: Utterance): string[] {
  return [...askerProblems(world, order), ...subjectProblems(world, order)];
}

/** Of the person and the text alone. */
export function askerProblems(world: World, order: Utterance): string[] {
  const { forge } = world.garden;
  const { authorId, meant, source } = order;
  const account = forge.accounts.get(authorId);
  const problems: string[] = [];
  if (account === undefined) problems.push('its author’s account is gone');
  else if (account.type !== 'User') problems.push('its author is a program');
  if (!hasVerb(world, authorId, meant.verb)) {
    problems.push(`its author has no role with ${meant.verb}`);
  }
  if (order.isEdited) problems.push('its text was edited');
  const recent = linesTruth(world).filter((line) => {
    const isOrder = line.schema === 'decision/1' && line.head === undefined;
    const isOther = isOrder && line.source !== source;
    return isOther && line.actorId === authorId && Date.parse(line.at) > forge.now - tenMinutes;
  });
  if (recent.length >= 20) problems.push('its author asked for twenty things in ten minutes');
  if (forge.now - saidAt(world, order) > day) problems.push('it was asked for more than a day ago');
  return problems;
}

/** When something was asked for: of a pull request that asks, when its check began. */
function saidAt({ garden }: World, { source, place, writtenAt }: Utterance): number {
  const pull = garden.catalogue.pulls.get(place ?? 0);
  if (!source.startsWith('request-') || pull === undefined) return writtenAt;
  const head = headOf(garden.forge, pull);
  const checks = garden.catalogue.runs.filter((run) => {
    return run.head === head && run.event === 'pull_request' && run.conclusion === 'success';
  });
  return Math.max(writtenAt, ...checks.map(({ createdAt }) => Date.parse(createdAt)));
}

function subjectProblems(world: World, order: Utterance): string[] {
  const { meant } = order;
  switch (meant.verb) {
    case 'help':
    case 'stop-all':
      return [];
    case 'validate':
      return pullAt(world, order) === null ? ['there is no pull request'] : [];
    case 'retrain':
      return trainingProblems(world, order, meant);
    case 'benchmark':
      return benchmarkProblems(world, order, meant);
    case 'merge':
      return mergeProblems(world, order);
    case 'cancel':
      return cancelProblems(world, order);
    case 'deploy':
    case 'stop':
    case 'rollback':
    case 'promote':
    case 'lock':
    case 'unlock':
    case 'key':
      return deploymentProblems(world, order.authorId, meant.verb, meant.name);
  }
}

function pullAt({ garden }: World, { place }: Utterance) {
  return place === null ? null : (garden.catalogue.pulls.get(place) ?? null);
}

function mergeProblems(world: World, order: Utterance): string[] {
  const pull = pullAt(world, order);
  if (pull === null) return ['there is no pull request'];
  if (pull.state !== 'open') return ['the pull request is closed'];
  return pull.isDraft ? ['the pull request is a draft'] : [];
}

function cancelProblems(world: World, order: Utterance): string[] {
  const states = linesTruth(world).filter(({ schema }) => schema === 'job-state/1');
  const found = states.findLast((line) => {
    if (order.job !== null) return line.job === order.job;
    return line.pullRequest !== undefined && line.pullRequest === order.place;
  });
  if (found === undefined) return ['there is no such job'];
  const problems: string[] = [];
  if (!isActiveState(states.findLast((line) => line.job === found.job)?.state)) {
    problems.push('the job has ended');
  }
  if (found.askerId !== order.authorId && !isAdminTruth(world, order.authorId)) {
    problems.push('the job is another’s');
  }
  return problems;
}

/** Why somebody may not change a deployment; also asked when the change is merged. */
export function deploymentProblems(
  world: World,
  authorId: number,
  verb: string,
  name: string,
): string[] {
  const now = deploymentTruth(world, name);
  if (now === null) return verb === 'deploy' ? [] : ['there is no such deployment'];
  if (isAdminTruth(world, authorId)) return [];
  const problems: string[] = [];
  if (now.ownerId !== authorId) problems.push('the deployment is another’s');
  if (now.lockedBy !== null && now.lockedBy !== authorId) problems.push('it is locked');
  return problems;
}
