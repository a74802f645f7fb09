import type { World } from '../world.ts';
import { measuredTime } from './machine-problems.ts';
import { linesTruth } from './truth.ts';

/** What is wrong with how things stand after an event. */
export function judgeState(world: World): string[] {
  return [...twoComments(world), ...wrongSettlements(world)];
}

function twoComments({ garden }: World): string[] {
  const { catalogue, bot } = garden;
  const seen = new Set<string>();
  const problems: string[] = [];
  for (const { author, body, issue } of catalogue.comments) {
    const [marker = ''] = body.split('\n');
    if (author.id !== bot.id || marker.includes('orangery:superseded')) continue;
    const key = `#${issue} ${marker}`;
    if (seen.has(key)) problems.push(`two comments of ours in ${key}`);
    seen.add(key);
  }
  return problems;
}

/** What was settled is what machines were at it, and never more than was reserved. */
function wrongSettlements(world: World): string[] {
  const lines = linesTruth(world).filter(({ schema }) => schema === 'usage/1');
  return lines.flatMap(({ job = '', kind, gpuMinutes = 0 }) => {
    const sent = world.sent.get(job);
    if (kind !== 'settled' || sent === undefined) return [];
    const { measured } = measuredTime(world, job);
    const due = Math.min(measured * sent.gpus, sent.minutes);
    return Math.abs(due - gpuMinutes) < 0.02
      ? []
      : [`${job} was settled at ${gpuMinutes} minutes, but took ${due.toFixed(2)}`];
  });
}

/**
 * What is wrong after jobs were reconciled without trouble: nothing is held for what has ended.
 * @param jobs those that were looked at; all when absent
 */
export function judgeSettled(
  world: World,
  jobs: readonly string[] = [...world.sent.keys()],
): string[] {
  const lines = linesTruth(world);
  const usage = new Map(
    lines.filter(({ schema }) => schema === 'usage/1').map((line) => [line.job, line]),
  );
  return jobs.flatMap((job) => {
    const isHeld = usage.get(job)?.kind === 'reserved';
    const { isThere, endedAt } = measuredTime(world, job);
    return isThere && isHeld && endedAt !== null
      ? [`minutes of ${job} are held, though it has ended`]
      : [];
  });
}
