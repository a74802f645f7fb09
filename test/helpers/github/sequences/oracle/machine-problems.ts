import { filesOf } from '../../model/history.ts';
import type { Meant } from '../event.ts';
import type { Utterance, World } from '../world.ts';
import { isActiveState, linesTruth, mostOf, pathsOn, textAt } from './truth.ts';

type Training = Meant & { readonly verb: 'retrain' };
type Benchmark = Meant & { readonly verb: 'benchmark' };

const benchmarkMinutes = 30;
const minute = 60_000;
/** The garden's first day is a Monday. */
const week = 7 * 24 * 60 * minute;
const firstMonday = Date.parse('2026-11-23T00:00:00Z');

export function trainingProblems(world: World, order: Utterance, meant: Training): string[] {
  const { module, link, isPublic } = meant;
  const child = childOf(order, meant);
  const job = `retrain-${child}-${order.source}`;
  const text = textAt(world, `modules/${module}/module.md`);
  const problems: string[] = [];
  if (text === null || /^status: retired$/m.test(text) || !/^recipe: /m.test(text)) {
    problems.push(`${module} cannot be trained`);
  }
  if (isTaken(world, order, child, job)) problems.push(`the name ${child} is taken`);
  const isRaw = link !== 'secret' && link !== 'none';
  if (isRaw && !isPublic && !world.garden.catalogue.isPrivate) {
    problems.push('a link to private data is shown');
  }
  const isForeign =
    link === 'unlisted' && world.access?.hosts.includes('data.example.org') !== true;
  if (isForeign || link === 'local') problems.push('the link is not allowed');
  // only a request says how large the data is, before anybody has fetched it
  const bytes = order.source.startsWith('request-') && link !== 'none' ? (meant.bytes ?? 0) : 0;
  if (bytes > mostOf(world, order.authorId, 'bytes')) problems.push('the data is too large');
  return [...problems, ...timeProblems(world, order.authorId, job, minutesMeant(meant))];
}

export function benchmarkProblems(
  world: World,
  { authorId, source }: Utterance,
  { module }: Benchmark,
): string[] {
  const isThere = textAt(world, `modules/${module}/module.md`)?.startsWith('---\nschema: module/');
  const job = `benchmark-${module}-${source}`;
  const time = timeProblems(world, authorId, job, benchmarkMinutes);
  return isThere === true ? time : [`${module} is not on main`, ...time];
}

/** The name of a training's module where nobody says another. */
export function childOf({ place, source }: Utterance, { module, child }: Training): string {
  return child ?? `${module}-${place ?? source.replace(/\D+/g, '')}`;
}

export function minutesMeant(meant: Training | Benchmark): number {
  if (meant.verb === 'benchmark') return benchmarkMinutes;
  return Math.ceil(meant.hours * 60) * gpusMeant(meant);
}

/** Without a GPU the machine counts as one. */
export function gpusMeant(meant: Training | Benchmark): number {
  return meant.verb === 'benchmark' ? 1 : Math.max(1, meant.gpus ?? 0);
}

function isTaken(world: World, { source, place }: Utterance, child: string, job: string): boolean {
  const { forge, catalogue, bot } = world.garden;
  if (pathsOn(world).some((path) => path.startsWith(`modules/${child}/`))) return true;
  const states = linesTruth(world).filter(({ schema }) => schema === 'job-state/1');
  const opened = states.findLast((line) => line.job === job)?.pullRequest;
  const isRequest = source.startsWith('request-');
  for (const pull of catalogue.pulls.values()) {
    const isOwn = pull.author.id === bot.id && pull.number === opened;
    const isLater = isRequest && place !== null && pull.number >= place;
    if (pull.state !== 'open' || isOwn || isLater) continue;
    const files = filesOf(forge, catalogue, pull);
    const isOurs =
      pull.author.id === bot.id && files.some(({ path }) => path.includes(`/${job}.yml`));
    if (!isOurs && files.some(({ path }) => path.startsWith(`modules/${child}/`))) return true;
  }
  const names = new Set(states.filter((line) => line.child === child).map((line) => line.job));
  names.delete(job);
  return [...names].some((name) => {
    return isActiveState(states.findLast((line) => line.job === name)?.state);
  });
}

/** What of machines somebody has already, by what was sent and how long machines were at it. */
function timeProblems(world: World, authorId: number, job: string, minutes: number): string[] {
  const { now } = world.garden.forge;
  const monday = firstMonday + Math.floor((now - firstMonday) / week) * week;
  let used = 0;
  let active = 0;
  for (const [name, { askerId, gpus, minutes: reserved }] of world.sent) {
    if (askerId !== authorId || name === job) continue;
    const { isThere, endedAt, measured } = measuredTime(world, name);
    if (!isThere) continue;
    if (endedAt === null) active += 1;
    if (endedAt === null) used += reserved;
    // what is counted is rounded to hundredths
    else if (endedAt >= monday) used += Math.min(reserved, measured * gpus) - 0.01;
  }
  const problems: string[] = [];
  if (used + minutes > mostOf(world, authorId, 'minutes')) problems.push('the budget is used up');
  if (active >= mostOf(world, authorId, 'jobs')) problems.push('too many jobs at a time');
  return problems;
}

/** When a job's run ended, and how long a machine was at it; from the runs, not from the records. */
export function measuredTime(
  { garden }: World,
  job: string,
): { isThere: boolean; endedAt: number | null; measured: number } {
  const { runner, forge } = garden;
  const runs = runner.runs.filter(({ title }) => title === job);
  let measured = 0;
  for (const one of runs.flatMap(({ jobs }) => jobs)) {
    if (one.startedAt === null) continue;
    const end = one.completedAt === null ? forge.now : Date.parse(one.completedAt);
    measured += (end - Date.parse(one.startedAt)) / minute;
  }
  const isOver = runs.every(({ status }) => status === 'completed');
  const last = Math.max(0, ...runs.map(({ updatedAt }) => Date.parse(updatedAt)));
  return { isThere: runs.length > 0, endedAt: isOver ? last : null, measured };
}
