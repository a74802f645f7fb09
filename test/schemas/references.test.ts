import { describe, expect, it } from 'vitest';
import { formatProblem, removalProblem, type ModuleFrontMatter } from '@orangery/schemas';
import { readDeploymentFile, readDeploymentReferences, readModules } from '@orangery/schemas/files';
import { caught } from '../helpers/caught.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** A `module.md` with a few lines more. */
const card = (...lines: string[]): string => `---
schema: module/2
title: Sample
summary: A module for a test of names.
version: 1.0.0
license: Apache-2.0
authors: []
maintainers: []
tasks: [image-classification]
kind: module
runtime: tfjs
recipe: image-classification
${lines.join('\n')}
---
What it does.
`;

async function problemsOf(modules: Readonly<Record<string, readonly string[]>>) {
  const files = Object.entries(modules).map(([id, lines]) => {
    return [`modules/${id}/module.md`, card(...lines)] as const;
  });
  const { problems } = await readModules(await tempFolder(Object.fromEntries(files)));
  return problems.map(formatProblem);
}

describe('what modules say of each other', () => {
  it.each([
    ['a parent', 'parent: { id: gone, version: 1.0.0 }', '/parent/id'],
    ['a successor', 'status: deprecated\nsupersededBy: gone', '/supersededBy'],
  ])('%s whose folder is gone is a problem', async (_, line, pointer) => {
    const [problem, ...more] = await problemsOf({ left: [line], other: [] });
    expect(more).toEqual([]);
    expect(problem).toContain(
      `${pointer}: expected a module of this repository: left, other, found "gone"`,
    );
  });

  it('a module does not take its own place', async () => {
    expect(await problemsOf({ one: ['status: retired', 'supersededBy: one'] })).toEqual([
      'modules/one/module.md:14:15 /supersededBy: expected a module that it does not itself take the place of, found one → one',
    ]);
  });

  it('modules do not take each other’s place in turn', async () => {
    const old = (id: string): readonly string[] => ['status: retired', `supersededBy: ${id}`];
    const problems = await problemsOf({ a: old('b'), b: old('c'), c: old('a'), d: old('a') });
    expect(problems.map((text) => text.split('found ')[1])).toEqual([
      'a → b → c → a',
      'b → c → a → b',
      'c → a → b → c',
    ]);
  });

  it('what everybody sees names nothing private', async () => {
    const hidden = ['visibility: private'];
    const named = ['parent: { id: hidden, version: 1.0.0 }'];
    expect(await problemsOf({ hidden, shown: named })).toEqual([
      'modules/shown/module.md:13:15 /parent/id: expected a public module, as this one is public, found hidden, which is private',
    ]);
    expect(await problemsOf({ hidden, shown: [...named, ...hidden] })).toEqual([]);
    expect(
      await problemsOf({ shown: [], hidden: ['parent: { id: shown, version: 1.0.0 }', ...hidden] }),
    ).toEqual([]);
  });
});

const stage = (id: string): string => `{ module: ${id}@1.0.0, commit: '${'a'.repeat(40)}' }`;
const deployment = (...stages: string[]): string =>
  `schema: deployment/1\nowner: { login: ada, id: 1 }\nstages:\n${stages.join('\n')}\n`;

describe('deployments', () => {
  it('name modules that are there', async () => {
    const root = await tempFolder({
      'modules/here/module.md': card(),
      'deployments/good.yml': deployment(`  staging: ${stage('here')}`),
      'deployments/bad.yml': deployment(
        `  staging: ${stage('here')}`,
        `  production: ${stage('gone')}`,
      ),
    });
    await expect(readDeploymentFile(root, 'deployments/good.yml')).resolves.toBeDefined();
    expect(await caught(() => readDeploymentFile(root, 'deployments/bad.yml'))).toBe(
      'FILE_INVALID deployments/bad.yml:5:25 /stages/production/module: expected a module of this repository, found "gone"',
    );
  });

  it('of a training’s result name nothing of the catalogue', async () => {
    const receipt = `  staging: { module: mine@1.0.0, receipt: ${'b'.repeat(64)} }`;
    const root = await tempFolder({ 'deployments/mine.yml': deployment(receipt) });
    await expect(readDeploymentFile(root, 'deployments/mine.yml')).resolves.toBeDefined();
    expect(await readDeploymentReferences(root)).toEqual([
      { file: 'deployments/mine.yml', references: [] },
    ]);
  });

  it('are read as far as they can be', async () => {
    const canary = `, canary: { percent: 5, module: new@2.0.0, commit: '${'c'.repeat(40)}' } }`;
    const root = await tempFolder({
      'deployments/broken.yml': 'stages: 3\n',
      'deployments/two.yml': deployment(`  staging: ${stage('old').replace(' }', canary)}`),
    });
    expect(await readDeploymentReferences(root)).toEqual([
      {
        file: 'deployments/two.yml',
        references: [
          { pointer: '/stages/staging/module', id: 'old' },
          { pointer: '/stages/staging/canary/module', id: 'new' },
        ],
      },
    ]);
  });
});

it('a folder that is named is not taken away, and who names it is listed', () => {
  const pipeline: ModuleFrontMatter['pipeline'] = {
    topology: 'parallel',
    steps: [{ module: 'x' }],
  };
  const references = pipeline.steps.map(({ module: id }, index) => ({
    ...{ id, pointer: `/pipeline/steps/${index}/module` },
  }));
  const files = [{ file: 'modules/p/module.md', references }];
  expect(removalProblem('y', files)).toBeNull();
  expect(removalProblem('x', files)?.found).toBe(
    'it taken away, named by modules/p/module.md /pipeline/steps/0/module',
  );
});
