import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appPermissions } from '../../../actions/setup/app-permissions.ts';
import { root } from '../../helpers/orangery.ts';

it('the App may do what tokens of workflows need, and nothing more', () => {
  const needed = new Map<string, string>();
  for (const folder of ['.github/workflows', 'runner/github/workflows']) {
    for (const name of readdirSync(join(root, folder))) {
      const text = readFileSync(join(root, folder, name), 'utf8');
      for (const [, permission, level] of text.matchAll(/permission-([a-z-]+): (read|write)/g)) {
        if (needed.get(permission!) !== 'write') needed.set(permission!, level!);
      }
    }
  }
  const granted = Object.entries(appPermissions).map(([name, [level]]) => [name, level] as const);
  expect(new Map(granted)).toEqual(needed);
});
