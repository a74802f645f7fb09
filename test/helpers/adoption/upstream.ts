import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git } from '../github/contribution.ts';
import { root as repository } from '../orangery.ts';
import { tempFolder } from '../temp-folder.ts';

/** Text to put in place of another, by path; null takes the file away. */
export type Edits = Readonly<Record<string, string | null | ((text: string) => string)>>;

/** A repository of Orangery: its command line as it is now, with few of its modules. */
export interface Upstream {
  readonly folder: string;
  /** Commits a version that differs from the last one, and tags it. */
  release(version: string, edits: Edits): Promise<void>;
}

const parts = [
  'cli',
  'schemas',
  'runner/src',
  'runner/package.json',
  'package-lock.json',
  '.gitignore',
];
const ours = [
  '.gitattributes',
  '.github/access.yml',
  'deployments',
  'modules/README.md',
  'README.md',
];
const samples = ['tabular-classifier', 'seed-forest'];

/** Makes one with the tag v0.1.0. */
export async function plantUpstream(): Promise<Upstream> {
  const folder = join(await tempFolder(), 'upstream');
  const modules = samples.map((id) => `modules/${id}`);
  for (const path of [...parts, ...ours, ...modules, 'orangery.config.yml', 'package.json']) {
    await cp(join(repository, path), join(folder, path), {
      recursive: true,
      filter: (from) => !from.includes('node_modules'),
    });
  }
  git(folder, 'init', '--quiet', '--initial-branch=main');
  const release = async (version: string, edits: Edits): Promise<void> => {
    const named = { 'package.json': setVersion(version), ...edits };
    await edit(folder, named);
    commit(folder, `Version ${version}`);
    git(folder, 'tag', `v${version}`);
  };
  await release('0.1.0', {});
  return { folder, release };
}

export async function edit(folder: string, edits: Edits): Promise<void> {
  for (const [path, change] of Object.entries(edits)) {
    const file = join(folder, path);
    if (change === null) {
      await rm(file, { recursive: true });
      continue;
    }
    const text = typeof change === 'string' ? change : change(await readFile(file, 'utf8'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

export function commit(folder: string, message: string): string {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(folder, 'rev-parse', 'HEAD').trim();
}

/** A clone in which the packages of this repository are installed. */
export async function cloneOf(upstream: Upstream): Promise<string> {
  const folder = join(await tempFolder(), 'marketplace');
  git(dirname(folder), 'clone', '--quiet', upstream.folder, folder);
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, '.git/info/exclude'), 'node_modules\n');
  return folder;
}

/** Puts a text in the place of another that is there. */
export function replacing(from: string | RegExp, to: string): (text: string) => string {
  return (text) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${String(from)} is not in the text`);
    return changed;
  };
}

function setVersion(version: string): (text: string) => string {
  return (text) => text.replace(/"version": "[^"]*"/, `"version": "${version}"`);
}

/** What a version changes that raises the format of modules: they say their status from now on. */
export const newModuleFormat: Edits = {
  'schemas/src/record.ts': replacing("module: 'module/2'", "module: 'module/3'"),
  'schemas/src/generated/validators.js': (text) => text.replaceAll('module/2', 'module/3'),
  'schemas/json/module.schema.json': replacing('"const": "module/2"', '"const": "module/3"'),
  'schemas/src/migrate/upgrade-steps.ts': (text) =>
    replacing(
      'moduleFrom1]',
      'moduleFrom1, moduleFrom2]',
    )(replacing('{ moduleFrom1 }', '{ moduleFrom1, moduleFrom2 }')(text)),
  'schemas/src/migrate/module-from-1.ts': (text) => `${text}
export const moduleFrom2: UpgradeStep = {
  from: 'module/2',
  to: 'module/3',
  what: 'the status is always said',
  upgrade: (module) => ({ status: 'active', ...module, schema: 'module/3' }),
};
`,
};
