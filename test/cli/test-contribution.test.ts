import { chmod, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moduleChecks } from '../../actions/validation/module-checks.ts';
import { orangery, root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

// needs our samples: a module with a receipt, a report and a golden test
async function garden() {
  const folder = await tempFolder({
    'orangery.config.yml': 'schema: configuration/2\ntitle: Garden\n',
  });
  await cp(join(root, 'modules/seed-forest'), join(folder, 'modules/seed-forest'), {
    recursive: true,
  });
  await cp(join(root, '.github/access.yml'), join(folder, '.github/access.yml'));
  const parent = 'modules/tabular-classifier';
  await cp(join(root, parent), join(folder, parent), { recursive: true });
  const state = await tempFolder();
  const env = { ORANGERY_CACHE: join(state, 'cache'), ORANGERY_STATE: join(state, 'state') };
  const test = async (...args: readonly string[]) => {
    const { record, code } = await orangery(['test', ...args, '--hours', '0.001', '--json'], {
      cwd: folder,
      env,
    });
    const { checks } = record as { checks: readonly Check[] };
    return { code, checks };
  };
  return { folder, test };
}

interface Check {
  readonly name: string;
  readonly outcome: string;
  readonly detail: string;
}

const names = moduleChecks.map(({ name }) => name);

describe('orangery test asks what a pull request asks', () => {
  it('of a module of the marketplace, before it is tried', async () => {
    const { test } = await garden();
    const { checks, code } = await test('seed-forest');
    expect(code).toBe(0);
    expect(checks.slice(0, 4).map(({ name, outcome }) => `${outcome} ${name}`)).toEqual([
      'passed is valid beside the others',
      ...names.map((name) => `passed ${name}`),
      'skipped has pages in the catalogue',
    ]);
    expect(checks.at(-1)).toMatchObject({ name: 'golden test', outcome: 'passed' });
  });

  it('and says what would be refused there: a program, a changed receipt', async () => {
    const { folder, test } = await garden();
    const module = join(folder, 'modules/seed-forest');
    await chmod(join(module, 'golden.json'), 0o755);
    const run = 'receipts/run-20261121-215842-773ea12e.json';
    const receipt = await readFile(join(module, run), 'utf8');
    await writeFile(join(module, run), receipt.replace('"accuracy": 0.9', '"accuracy": 0.99'));
    const { checks, code } = await test('seed-forest');
    expect(code).toBe(1);
    const details = new Map(checks.map(({ name, outcome, detail }) => [name, { outcome, detail }]));
    expect(details.get(names[0]!)).toEqual({
      outcome: 'failed',
      detail:
        'modules/seed-forest/golden.json: expected a file that is read, found a program that can be run',
    });
    expect(details.get(names[1]!)).toMatchObject({ outcome: 'failed' });
    expect(details.get(names[1]!)?.detail).toContain(`modules/seed-forest/${run}`);
  });

  it('not of a module elsewhere, and not where the golden test alone is wanted', async () => {
    const { folder, test } = await garden();
    const elsewhere = join(folder, 'out/seed-forest');
    await cp(join(folder, 'modules/seed-forest'), elsewhere, { recursive: true });
    const { checks } = await test(elsewhere);
    expect(checks[0]).toMatchObject({ name: 'loads' });
    expect((await test('seed-forest', '--golden')).checks).toHaveLength(1);
  });
});
