import type { World } from '../world.ts';
import { measuredTime } from './machine-problems.ts';
import { askerProblems, orderProblems } from './order-problems.ts';
import { hasVerb, jobTruth } from './truth.ts';

/** What is wrong with running a check again: somebody has to ask for it. */
export function judgeRepeating(world: World, id: number): string[] {
  const orders = world.underway.flatMap((source) => world.utterances.get(source) ?? []);
  const asked = orders.filter(({ meant }) => meant.verb === 'validate');
  if (asked.length === 0) return [`check ${id} was repeated, which nobody asked for`];
  const problems = asked.map((order) => askerProblems(world, order));
  if (problems.some((list) => list.length === 0)) return [];
  return problems.flat().map((problem) => `check ${id} was repeated, but ${problem}`);
}

const day = 24 * 60 * 60_000;

/** What is wrong with ending a run of the machines: its asker or an admin asks for it, or nobody may have it any more. */
export function judgeCancelling(world: World, id: number): string[] {
  const { runner, catalogue, forge } = world.garden;
  const run = runner.runs.find((one) => one.id === id);
  const job = run?.title ?? '';
  const sent = world.sent.get(job);
  if (run === undefined || sent === undefined)
    return [`run ${id} was cancelled, which is not ours`];
  const orders = world.underway.flatMap((source) => world.utterances.get(source) ?? []);
  const asked = orders.filter(({ meant }) => meant.verb === 'cancel' || meant.verb === 'stop-all');
  if (asked.some((order) => orderProblems(world, order).length === 0)) return [];
  const number = jobTruth(world, job)?.pullRequest;
  const isClosed = number !== undefined && catalogue.pulls.get(number)?.state === 'closed';
  const isOverdue =
    measuredTime(world, job).measured * sent.gpus > sent.minutes || forge.now - sent.at > day;
  if (isClosed || isOverdue || !hasVerb(world, sent.askerId, sent.verb)) return [];
  return [`${job} was cancelled, which nobody may`];
}
