// needs our samples: it is about them
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatProblem } from '../../../schemas/src/failure.ts';
import { readModules } from '../../../schemas/src/module.ts';
import { root } from '../../helpers/orangery.ts';

const ids = readdirSync(join(root, 'modules'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

it('finds nothing wrong with the modules of this repository', async () => {
  const { modules, problems } = await readModules(root);
  expect(problems.map(formatProblem)).toEqual([]);
  expect(modules.map(({ id }) => id)).toEqual(ids.toSorted());
  expect(ids).not.toEqual([]);
});

it('lists every module in the README of their folder, and no other', () => {
  const readme = readFileSync(join(root, 'modules/README.md'), 'utf8');
  const listed = [...readme.matchAll(/^\| \[([a-z0-9-]+)\]\(\1\/module\.md\)/gm)];
  expect(listed.map(([, id]) => id!).toSorted()).toEqual(ids.toSorted());
});

it('finds the data that a module keeps in its own folder', async () => {
  const { modules } = await readModules(root);
  const kept = modules.filter(({ frontMatter }) => frontMatter.dataset?.link.startsWith('sample/'));
  expect(kept.length).toBeGreaterThan(1);
  for (const { files, frontMatter } of kept) expect(files).toContain(frontMatter.dataset!.link);
});
