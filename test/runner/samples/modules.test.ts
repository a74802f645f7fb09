import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { formatProblem } from '../../../schemas/src/failure.ts';
import { readModules } from '../../../schemas/src/module.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

it('finds nothing wrong with the modules of this repository', async () => {
  const { modules, problems } = await readModules(root);
  expect(problems.map(formatProblem)).toEqual([]);
  expect(modules.map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      'image-classifier',
      'leaf-classifier',
      'seed-classifier',
      'tabular-classifier',
    ]),
  );
});

it('finds the data that a module keeps in its own folder', async () => {
  const { modules } = await readModules(root);
  const kept = modules.filter(({ frontMatter }) => frontMatter.dataset?.link.startsWith('sample/'));
  expect(kept.length).toBeGreaterThan(1);
  for (const { files, frontMatter } of kept) expect(files).toContain(frontMatter.dataset!.link);
});
