import { mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** Packages of this repository itself. */
const ownScope = '@orangery';

/**
 * Gives another checkout of this repository the packages that are installed here, without copying any: its own
 * workspaces are its own, all others are links.
 */
export async function linkPackages(from: string, to: string): Promise<void> {
  const target = join(to, 'node_modules');
  await mkdir(join(target, ownScope), { recursive: true });
  for (const name of await readdir(join(from, 'node_modules'))) {
    if (name === ownScope) continue;
    await symlink(join(from, 'node_modules', name), join(target, name));
  }
  for (const workspace of await workspacesOf(to)) {
    await symlink(join(to, workspace), join(target, ownScope, workspace));
  }
}

/** Whether two checkouts ask for the same packages of others. */
export async function needSamePackages(from: string, to: string): Promise<boolean> {
  const [here, there] = await Promise.all([from, to].map(lockedPackages));
  return isDeepStrictEqual(here, there);
}

async function workspacesOf(root: string): Promise<readonly string[]> {
  const found: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const names = new Map<string, unknown>(Object.entries(found ?? {})).get('workspaces');
  const folders = Array.isArray(names) ? names.filter((one) => typeof one === 'string') : [];
  const isThere = await Promise.all(
    folders.map((one) =>
      stat(join(root, one, 'package.json')).then(
        () => true,
        () => false,
      ),
    ),
  );
  return folders.filter((_, index) => isThere[index] === true);
}

/** Without our own, which have versions of their own. */
async function lockedPackages(root: string): Promise<unknown> {
  const text = await readFile(join(root, 'package-lock.json'), 'utf8').catch(() => '{}');
  const lock: unknown = JSON.parse(text);
  const packages = new Map<string, unknown>(Object.entries(lock ?? {})).get('packages');
  const entries = Object.entries(packages ?? {}).filter(([path]) => {
    return path.startsWith('node_modules/') && dirname(path) !== `node_modules/${ownScope}`;
  });
  return Object.fromEntries(entries);
}
