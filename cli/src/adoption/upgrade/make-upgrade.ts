import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure, formatProblem } from '@orangery/schemas';
import { askGit, git, type GitPlace } from '../git.ts';
import type { Context } from '../../verb.ts';
import { fetchVersion, forgetVersions, readVersion, type Version } from './fetch-version.ts';
import { findBase, isAncestor } from './find-base.ts';
import { mergeVersion, type Conflict, type Merged } from './merge-version.ts';
import { runNewVersion, type Judged } from './new-version.ts';
import { layOutConflicts, resolveConflicts, type Resolutions } from './resolve-conflicts.ts';

const cleanUpMs = 60_000;

export interface UpgradeOrder extends Resolutions {
  /** The marketplace. */
  readonly root: string;
  readonly tag: string;
  readonly link: string;
  /** Tag that the marketplace was made of, where somebody says so. */
  readonly base: string | undefined;
  /** Whether the branch is made although the new version finds mistakes, or without asking it. */
  readonly checks: 'strict' | 'told' | 'none';
  /** Folder for files that somebody has to mend. */
  readonly mendFolder: string;
  /** Whether nothing is to be left behind. */
  readonly isDry: boolean;
}

/** What an upgrade came to. */
export interface Upgrade {
  readonly from: string;
  readonly to: string;
  /** Commit of the marketplace that it is made on. */
  readonly here: string;
  readonly target: string;
  /** Its commit; null when the version is there already. */
  readonly commit: string | null;
  readonly merged: Merged;
  readonly judged: Judged;
}

/**
 * Makes the commit that brings a marketplace to another version. All of it happens in a worktree of its own, which
 * is gone at the end, however that comes.
 * @throws Failure USAGE, UPGRADE_CONFLICT, MODULE_INVALID, COMMAND_FAILED, CANCELLED
 */
export async function makeUpgrade(order: UpgradeOrder, context: Context): Promise<Upgrade> {
  const main: GitPlace = { folder: order.root, context };
  const temporary = await mkdtemp(join(tmpdir(), 'orangery-upgrade-'));
  const worktree = { ...main, folder: join(temporary, 'worktree') };
  try {
    const here = await readVersion(main, (await git(main, 'rev-parse', 'HEAD')).trim());
    const target = await fetchVersion(main, order.link, order.tag);
    const base = await findBase(main, { here, target, link: order.link, said: order.base });
    await refuseOlder(main, order.tag, { here, target, base });
    const known = { from: here.version, to: target.version, here: here.commit };
    if (base === target.commit) {
      return { ...known, ...nothing, target: target.commit };
    }
    context.terminal.note(`Merging ${order.tag} …`);
    await git(main, 'worktree', 'add', '--quiet', '--detach', worktree.folder, here.commit);
    const commits = { here: here.commit, base, target: target.commit };
    const merged = await mergeVersion({ worktree, temporary, ...commits });
    await settle(worktree, merged.conflicts, order);
    const judged = await judge(worktree, order, context);
    const commit = await record(worktree, order, { ...known, target: target.commit, judged });
    return { ...known, target: target.commit, commit, merged, judged };
  } finally {
    await cleanUp(
      { ...main, context: { env: context.env, signal: AbortSignal.timeout(cleanUpMs) } },
      temporary,
    );
  }
}

const nothing: Pick<Upgrade, 'commit' | 'merged' | 'judged'> = {
  commit: null,
  merged: { kept: [], conflicts: [] },
  judged: { migrated: [], modules: 0, problems: [] },
};

interface Versions {
  readonly here: Version;
  readonly target: Version;
  readonly base: string;
}

async function refuseOlder(
  place: GitPlace,
  tag: string,
  { here, target, base }: Versions,
): Promise<void> {
  const isBehind = base !== target.commit && (await isAncestor(place, target.commit, base));
  if (!isBehind && !isOlder(target.version, here.version)) return;
  throw new Failure(
    'USAGE',
    `${tag}: expected a version after ${here.version}, found ${target.version}`,
    {
      hint: 'Records and files of a newer version may not be read by an older one: go back with git revert.',
    },
  );
}

/** By numbers alone; of what stands behind a hyphen the history tells. */
function isOlder(version: string, other: string): boolean {
  const numbers = [version, other].map((text) => text.split(/[-+]/)[0]!.split('.').map(Number));
  const index = [0, 1, 2].find((place) => numbers[0]![place] !== numbers[1]![place]);
  return index !== undefined && (numbers[0]![index] ?? 0) < (numbers[1]![index] ?? 0);
}

/** @throws Failure UPGRADE_CONFLICT listing what has to be decided, file by file */
async function settle(
  worktree: GitPlace,
  conflicts: readonly Conflict[],
  order: UpgradeOrder,
): Promise<void> {
  const left = await resolveConflicts(worktree, conflicts, order);
  if (left.length === 0) return;
  const there = order.isDry ? [] : await layOutConflicts(worktree, left, order.mendFolder);
  const lines = left.map(({ path, kind }) => `  ${path}: ${whatHappened[kind]}`);
  const old =
    there.length === 0 ? '' : ` Of these there was one already, which stays: ${there.join(', ')}.`;
  throw new Failure(
    'UPGRADE_CONFLICT',
    `${left.length === 1 ? 'A file was' : `${left.length} files were`} changed both here and in ${order.tag}:\n${lines.join('\n')}`,
    {
      hint: `Say of each --keep <file> (as it is here) or --take <file> (as ${order.tag} has it); or mend it in ${order.mendFolder}, then say --resolved ${order.mendFolder}.${old}`,
    },
  );
}

const whatHappened: Readonly<Record<Conflict['kind'], string>> = {
  'changed by both': 'the same lines were changed here and there',
  'taken away there': 'changed here, and taken away there',
  'taken away here': 'taken away here, and changed there',
  'added by both': 'added here and there, with different content',
};

async function judge(worktree: GitPlace, order: UpgradeOrder, context: Context): Promise<Judged> {
  if (order.checks === 'none') return nothing.judged;
  context.terminal.note('Checking all modules with the new version …');
  const judged = await runNewVersion(worktree.folder, order.root, context);
  const { problems } = judged;
  if (problems.length === 0 || order.checks === 'told') return judged;
  throw new Failure(
    'MODULE_INVALID',
    `${order.tag} finds mistakes in what is here:\n${problems.map((one) => `  ${formatProblem(one)}`).join('\n')}`,
    {
      problems,
      hint: 'Mend them here first; or make the branch all the same and mend them there: --with-problems',
    },
  );
}

type Recorded = Pick<Upgrade, 'from' | 'to' | 'here' | 'target' | 'judged'>;

/** The merge as a commit of the person's, with both histories. */
async function record(
  worktree: GitPlace,
  { tag }: UpgradeOrder,
  { from, to, here, target, judged }: Recorded,
): Promise<string> {
  await rm(join(worktree.folder, 'node_modules'), { recursive: true, force: true });
  await git(worktree, 'add', '--all');
  const tree = (await git(worktree, 'write-tree')).trim();
  const message = [
    `upgrade: Orangery ${to}`,
    `From ${from}, by the tag ${tag}.`,
    ...(judged.migrated.length === 0
      ? []
      : [`Brought to the newest formats: ${judged.migrated.join(', ')}.`]),
  ].join('\n\n');
  const parents = ['-p', here, '-p', target];
  const commit = await askGit(worktree, 'commit-tree', tree, ...parents, '-m', message);
  if (commit !== null) return commit.trim();
  throw new Failure('USAGE', 'Git does not know whose commit this is', {
    hint: 'git config user.name "Your name" && git config user.email you@example.org',
  });
}

/** Whatever was stopped where, nothing is left. */
async function cleanUp(main: GitPlace, temporary: string): Promise<void> {
  await rm(temporary, { recursive: true, force: true });
  await askGit(main, 'worktree', 'prune');
  await forgetVersions(main);
}
