import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { schemaNames } from '@orangery/schemas';
import { upgradeSteps } from '../../../schemas/src/migrate/upgrade-steps.ts';

it('each upgrade leads to the next version, and the last one to the newest', () => {
  const newest = new Map<string, number>();
  for (const { from, to } of upgradeSteps) {
    const [name, version] = from.split('/');
    expect(to).toBe(`${name}/${Number(version) + 1}`);
    expect(newest.get(name!) ?? Number(version)).toBe(Number(version));
    newest.set(name!, Number(version) + 1);
  }
  for (const schema of Object.values(schemaNames)) {
    const [name, version] = schema.split('/');
    expect([name, newest.get(name!) ?? 1]).toEqual([name, Number(version)]);
  }
});

it('the README lists every upgrade', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../schemas/README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| (.*?) *\| `(.*)` → `(.*)` *\|$/gm)];
  const listed = rows.map(([, what, from, to]) => ({ from, to, what }));
  expect(listed).toEqual(upgradeSteps.map(({ from, to, what }) => ({ from, to, what })));
});
