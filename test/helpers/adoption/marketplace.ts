import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesIn } from '../files-in.ts';
import { git } from '../github/contribution.ts';
import { orangery, root as repository } from '../orangery.ts';
import { cloneOf, commit, edit, replacing, type Upstream } from './upstream.ts';

const owned = /^(modules\/|deployments\/|\.github\/access\.yml$|orangery\.config\.yml$)/;
/** A module that somebody wrote by hand, with a taste of their own. */
export const roses = `---
# ours since spring
schema: module/2 # as the catalogue wants it
title: Rose finder
summary: "Finds roses;   and nothing else."
version: 2.1.0
license: Apache-2.0
authors: [ { name: Ada } ]
maintainers: []
tasks: [image-classification]
kind: module
runtime: tfjs
recipe: image-classification   # the usual one
---

It finds roses.
`;

/** Whoever commits in a test. */
export const person = {
  ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
  ...{ GIT_AUTHOR_NAME: 'Ann', GIT_AUTHOR_EMAIL: 'ann@example.org' },
  ...{ GIT_COMMITTER_NAME: 'Ann', GIT_COMMITTER_EMAIL: 'ann@example.org' },
};
/** Runs the command line as Ann, for a record. */
export const run = (cwd: string, ...args: string[]) =>
  orangery([...args, '--json'], { cwd, env: person });
/** The same, for what is said. */
export const say = (cwd: string, ...args: string[]) => orangery(args, { cwd, env: person });

/** A marketplace that began at v0.1.0 and went its own way. */
export async function marketplace(upstream: Upstream): Promise<string> {
  const cwd = await cloneOf(upstream);
  const mine = ['--title', 'Acme models', '--upstream', upstream.folder];
  await expectDone(run(cwd, 'init', '--empty', ...mine));
  await edit(cwd, {
    'modules/rose-finder/module.md': roses,
    'modules/rose-finder/notes.bin': '\u0000\r\nno text\r',
    'deployments/roses.yml': `# the shop\nschema: deployment/1
owner: {login: ada,   id: 1}
stages:
  production: { module: rose-finder@2.1.0, commit: '${'a'.repeat(40)}' }
`,
    '.github/access.yml': replacing('gpuMinutesPerWeek: 600', 'gpuMinutesPerWeek: 77 # poor us'),
    'README.md': replacing('# Orangery\n', '# Acme models\n'),
    'OURS.md': 'A file of ours among theirs.\n',
  });
  await cp(join(repository, 'modules/seed-forest'), join(cwd, 'modules/wheat'), {
    recursive: true,
  });
  await edit(cwd, {
    'modules/wheat/module.md': replacing(/^parent:\n(?: .*\n)+/m, ''),
    'modules/wheat/receipts': null,
    'modules/wheat/reports': null,
  });
  commit(cwd, 'Ours');
  await expectDone(run(cwd, 'validate'));
  return cwd;
}

/** What belongs to the marketplace, byte by byte. */
export async function ownedFiles(cwd: string): Promise<ReadonlyMap<string, string>> {
  const paths = (await filesIn(cwd)).filter((path) => owned.test(path));
  const read = paths.map(
    async (path) => [path, await readFile(join(cwd, path), 'latin1')] as const,
  );
  return new Map(await Promise.all(read));
}

/** GitHub squashes a pull request into one commit that has one parent. */
export function squash(cwd: string, branch: string): void {
  git(cwd, 'merge', '--quiet', '--squash', branch);
  commit(cwd, `Upgrade (${branch})`);
}

/** Upstream goes on: in files of its own, in samples, and in what adopters have changed. */
export async function releaseSecond(upstream: Upstream): Promise<void> {
  await upstream.release('0.2.0', {
    'NEWS.md': 'Two.\n',
    'README.md': replacing('npm start\n', 'npm start # it works\n'),
    'modules/tabular-classifier/module.md': replacing('title: ', 'title: Better '),
    'modules/new-sample/module.md': roses.replace('Rose finder', 'New sample'),
    'deployments/new.yml': 'schema: deployment/1\n',
    '.github/access.yml': replacing('gpuMinutesPerWeek: 600', 'gpuMinutesPerWeek: 6000'),
    'orangery.config.yml': replacing('title: Orangery', 'title: Orangery the second'),
  });
}

/** Worktrees and references that an upgrade may have left behind; one line is the marketplace itself. */
export function leftBy(cwd: string): string {
  return git(cwd, 'worktree', 'list') + git(cwd, 'for-each-ref', 'refs/orangery');
}

async function expectDone(work: ReturnType<typeof orangery>): Promise<void> {
  const { code, stderr } = await work;
  if (code !== 0) throw new Error(stderr);
}
