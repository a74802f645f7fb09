import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git } from '../helpers/github/contribution.ts';
import { orangery, root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const id = 'seed-classifier';

/** A marketplace with our sample of a table's classifier, of another status. */
async function marketplace(status: string, supersededBy?: string): Promise<string> {
  const cwd = await tempFolder({
    'orangery.config.yml': 'schema: configuration/2\ntitle: Garden\n',
    'deployments/seeds.yml': `schema: deployment/1
owner: { login: ada, id: 1 }
stages:
  staging: { module: ${id}@1.0.0, commit: '${'a'.repeat(40)}' }
`,
  });
  for (const name of [id, 'tabular-classifier']) {
    await cp(join(root, 'modules', name), join(cwd, 'modules', name), { recursive: true });
  }
  const file = join(cwd, 'modules', id, 'module.md');
  const next = supersededBy === undefined ? '' : `\nsupersededBy: ${supersededBy}`;
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('status: active', `status: ${status}${next}`));
  return cwd;
}

const rows = ['predict', id, '--input', `modules/${id}/sample/rows.csv`, '--output', 'answers.csv'];
const sample = `modules/${id}/sample/seeds.csv`;
const training = ['train', id, '--dataset', sample, '--target', 'variety', '--trials', '1'];

describe('a module that is not to be used any more', () => {
  it.each(['deprecated', 'retired'])(
    'still predicts when it is %s, and says so',
    async (status) => {
      const cwd = await marketplace(status, 'tabular-classifier');
      const done = await orangery(rows, { cwd });
      expect(done.code).toBe(0);
      expect(done.stderr).toContain(`${id} is ${status}: take tabular-classifier instead.\n`);
      expect((await readFile(join(cwd, 'answers.csv'), 'utf8')).split('\n').length).toBeGreaterThan(
        2,
      );
    },
  );

  it('is not spoken of when it is in use', async () => {
    const cwd = await marketplace('active');
    expect((await orangery(rows, { cwd })).stderr).not.toContain(`${id} is`);
  });

  it('is retrained when it is deprecated, and not when it is retired', async () => {
    const old = await orangery([...training, '--check'], { cwd: await marketplace('deprecated') });
    expect(old).toMatchObject({ code: 0 });
    expect(old.stderr).toContain(`${id} is deprecated.\n`);
    const gone = await orangery([...training, '--json'], {
      cwd: await marketplace('retired', 'tabular-classifier'),
    });
    expect(gone.code).toBe(1);
    expect(gone.failure).toEqual({
      type: 'failure',
      code: 'MODULE_RETIRED',
      message: `${id} is retired: there will be no new training of it`,
      hint: 'Take tabular-classifier instead.',
    });
  });

  it('is not deployed anew when it is retired', async () => {
    const cwd = await marketplace('retired');
    git(cwd, 'init', '--quiet');
    git(cwd, 'add', '--all');
    git(cwd, 'commit', '--quiet', '--message', 'All');
    const before = await readFile(join(cwd, 'deployments/seeds.yml'), 'utf8');
    const done = await orangery(['deploy', 'seeds', '--module', id], { cwd });
    expect(done.code).toBe(1);
    expect(done.stderr).toContain(`${id} is retired: there will be no new deployment of it`);
    expect(await readFile(join(cwd, 'deployments/seeds.yml'), 'utf8')).toBe(before);
  });

  it('goes on being deployed, and is spoken of', async () => {
    const cwd = await marketplace('retired');
    const image = `registry.example.org/seeds@sha256:${'b'.repeat(64)}`;
    const cluster = ['--target', 'kubernetes', '--image', image, '--out', 'manifests'];
    const done = await orangery(['deploy', 'seeds', ...cluster], { cwd });
    expect(done.stderr).toContain(`${id} is retired.\n`);
  });
});
