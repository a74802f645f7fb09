import { findCommit } from '../../model/history.ts';
import { rolesInOrder, type RoleTruth } from '../access-truth.ts';
import type { Utterance, World } from '../world.ts';

/** The roles of somebody, by membership of the numeric id; the least to the most. */
export function rolesTruth({ garden, access }: World, id: number): readonly RoleTruth[] {
  const { forge } = garden;
  if (access === null || !forge.accounts.has(id)) return [];
  const highest = rolesInOrder.findLastIndex((role) => {
    return access.teams[role].some((team) => forge.teams.get(team)?.has(id) === true);
  });
  return rolesInOrder.slice(0, Math.max(highest, 0) + 1);
}

export function hasVerb(world: World, id: number, verb: string): boolean {
  const { access } = world;
  return rolesTruth(world, id).some((role) => access?.verbs[role].includes(verb));
}

export function isAdminTruth(world: World, id: number): boolean {
  return rolesTruth(world, id).includes('admin');
}

/** The most of something that somebody's roles give. */
export function mostOf(world: World, id: number, what: 'minutes' | 'jobs' | 'bytes'): number {
  return Math.max(0, ...rolesTruth(world, id).map((role) => world.access?.[what][role] ?? 0));
}

/** Text of a file on `main`, or at another commit; null when it is not there. */
export function textAt({ garden }: World, path: string, commit?: string): string | null {
  const { forge, catalogue } = garden;
  const at = commit ?? catalogue.branches.get('main')!;
  return findCommit(forge, at)?.tree.get(path)?.content.toString('utf8') ?? null;
}

export function pathsOn({ garden }: World): readonly string[] {
  const { forge, catalogue } = garden;
  return [...findCommit(forge, catalogue.branches.get('main')!)!.tree.keys()];
}

/** Numeric ids in a module's line of maintainers on `main`; null when it is not there. */
export function maintainersTruth(world: World, id: string): readonly number[] | null {
  const text = textAt(world, `modules/${id}/module.md`);
  if (text === null) return null;
  const line = /^maintainers: (.*)$/m.exec(text)?.[1] ?? '';
  return [...line.matchAll(/id: (\d+)/g)].map(([, number]) => Number(number));
}

/** Owner and lock of a deployment; null when it is not there. */
export function deploymentTruth(
  world: World,
  name: string,
  commit?: string,
): { ownerId: number; lockedBy: number | null } | null {
  const text = textAt(world, `deployments/${name}.yml`, commit);
  if (text === null) return null;
  const ownerId = Number(/^owner:[^]*?\bid: (\d+)/m.exec(text)?.[1] ?? 0);
  const lock = /^lock:[^]*?\bid: (\d+)/m.exec(text)?.[1];
  return { ownerId, lockedBy: lock === undefined ? null : Number(lock) };
}

/** A line of the records, as plain JSON. */
export interface LineTruth {
  readonly schema: string;
  readonly at: string;
  readonly job?: string;
  readonly state?: string;
  readonly child?: string;
  readonly kind?: string;
  readonly gpuMinutes?: number;
  readonly askerId?: number;
  readonly actorId?: number;
  readonly verb?: string;
  readonly source?: string;
  readonly subject?: string;
  /** Of a line that says what the bot made. */
  readonly head?: string;
  readonly isAllowed?: boolean;
  readonly pullRequest?: number;
}

const parsed = new WeakMap<Buffer, readonly LineTruth[]>();

/** Every line of the branch `records`, or of a commit of it, in the order of writing. */
export function linesTruth({ garden }: World, commit?: string): readonly LineTruth[] {
  const { forge, catalogue } = garden;
  const at = commit ?? catalogue.branches.get('records');
  const tree = at === undefined ? undefined : findCommit(forge, at)?.tree;
  return [...(tree ?? [])]
    .filter(([path]) => path.endsWith('.ndjson'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { content }]) => {
      const known = parsed.get(content) ?? parseLines(content.toString('utf8'));
      parsed.set(content, known);
      return known;
    });
}

function parseLines(text: string): readonly LineTruth[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): LineTruth => JSON.parse(line));
}

/** How a job stands in the records; null when it is not there. */
export function jobTruth(world: World, job: string): LineTruth | null {
  return (
    linesTruth(world).findLast((line) => line.schema === 'job-state/1' && line.job === job) ?? null
  );
}

export function isActiveState(state: string | undefined): boolean {
  return state === 'queued' || state === 'running';
}

/** The order whose source a job, a branch or a line ends with, if it is being handled now. */
export function underwayOrder({ utterances, underway }: World, text: string): Utterance | null {
  const source = /(?:comment|issue|dispatch|request)-\d+-\d+$/.exec(text)?.[0];
  if (source === undefined || !underway.includes(source)) return null;
  return utterances.get(source) ?? null;
}
