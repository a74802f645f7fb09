import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { optional, type PinnedAction, type PinnedCall } from './pinned-action.ts';

/** Puts the Node that runs the executor on PATH, whichever version was asked for. */
export const setupNode: PinnedAction = {
  inputs: {
    'node-version': optional(),
    'node-version-file': optional(),
    architecture: optional(),
    'check-latest': optional('false'),
    'registry-url': optional(),
    scope: optional(),
    token: optional(),
    cache: optional(),
    'package-manager-cache': optional('true'),
    'cache-dependency-path': optional(),
    mirror: optional(),
    'mirror-token': optional(),
  },
  unsupported: [
    'registry-url',
    'scope',
    'cache',
    'cache-dependency-path',
    'mirror',
    'mirror-token',
  ],
  run: setUp,
};

async function setUp({ inputs, outputs, session }: PinnedCall): Promise<void> {
  const folder = join(session.folders.toolCache, 'node', process.versions.node, 'bin');
  await mkdir(folder, { recursive: true });
  await rm(join(folder, 'node'), { force: true });
  await symlink(process.execPath, join(folder, 'node'));
  if (!session.path.includes(folder)) session.path.push(folder);
  outputs['node-version'] = process.version;
  outputs['cache-hit'] = 'false';
  const wanted = inputs['node-version'] || inputs['node-version-file'] || 'any';
  session.log.write(`Node ${process.version} is on PATH (asked for: ${wanted})`);
}
