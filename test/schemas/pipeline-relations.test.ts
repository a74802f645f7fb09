import { formatProblem } from '@orangery/schemas';
import { readModules } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';

const weights = `artifact: {sha256: ${'a'.repeat(64)}, bytes: 1, link: https://example.org/w}`;
const pixels = ['kind: module', 'runtime: tfjs', 'recipe: image-classification'];
const trained = [...pixels, weights];

const pipeline = (...steps: string[]): string[] => [
  'kind: pipeline',
  'runtime: pipeline',
  `pipeline: {topology: sequence, steps: [${steps.join(', ')}]}`,
];

/** What is wrong with modules of these front matters. */
async function problemsOf(modules: Readonly<Record<string, readonly string[]>>): Promise<string[]> {
  const files = Object.entries(modules).map(([id, lines]): [string, string] => [
    `modules/${id}/module.md`,
    `---
schema: module/1
title: Sample
summary: A module for a test of pipelines.
version: 1.0.0
license: Apache-2.0
authors: []
maintainers: []
tasks: [image-classification]
${lines.join('\n')}
---
What it does.
`,
  ]);
  const root = await tempFolder(Object.fromEntries(files));
  const { problems } = await readModules(root);
  return problems.map((problem) =>
    [formatProblem(problem), ...(problem.hint === undefined ? [] : [problem.hint])].join('\n'),
  );
}

describe('the steps of a pipeline', () => {
  it('are trained modules in use, or pipelines of such', async () => {
    const modules = {
      leaves: trained,
      walk: pipeline('{module: leaves, version: 1.0.0}'),
      walks: pipeline('{module: walk}', '{module: leaves}'),
    };
    expect(await problemsOf(modules)).toEqual([]);
  });

  it('are there', async () => {
    expect(await problemsOf({ walk: pipeline('{module: gone}') })).toMatchInlineSnapshot(`
      [
        "modules/walk/module.md:12:49 /pipeline/steps/0/module: expected a module of this repository: walk, found "gone"",
      ]
    `);
  });

  it('have the version that is named', async () => {
    const walk = pipeline('{module: leaves, version: 0.9.0}');
    expect(await problemsOf({ leaves: trained, walk })).toMatchInlineSnapshot(`
      [
        "modules/walk/module.md:12:66 /pipeline/steps/0/version: expected 1.0.0, which leaves has, found 0.9.0
      Test the pipeline with the version that is there, then name that one.",
      ]
    `);
  });

  it('are not retired', async () => {
    const walk = pipeline('{module: leaves}');
    const gone = [...trained, 'status: retired'];
    const replaced = [...gone, 'supersededBy: petals'];
    const found = [
      await problemsOf({ leaves: gone, walk }),
      await problemsOf({ leaves: replaced, petals: trained, walk }),
    ];
    expect(found.flat()).toMatchInlineSnapshot(`
      [
        "modules/walk/module.md:12:49 /pipeline/steps/0/module: expected a module that is not retired, found leaves, status retired
      Take another module that does the same.",
        "modules/walk/module.md:12:49 /pipeline/steps/0/module: expected a module that is not retired, found leaves, status retired
      Take petals instead, and test the pipeline with it.",
      ]
    `);
  });

  it('may be deprecated', async () => {
    const leaves = [...trained, 'status: deprecated'];
    expect(await problemsOf({ leaves, walk: pipeline('{module: leaves}') })).toEqual([]);
  });

  it('are trained', async () => {
    const walk = pipeline('{module: leaves}');
    expect(await problemsOf({ leaves: pixels, walk })).toMatchInlineSnapshot(`
      [
        "modules/walk/module.md:12:49 /pipeline/steps/0/module: expected a module with weights, found leaves, which is not trained
      Train it and name what comes out: orangery train leaves --dataset <link>",
      ]
    `);
  });

  it('may run in a container', async () => {
    const box = ['kind: module', 'runtime: container', 'container: {image: example.org/leaves}'];
    expect(await problemsOf({ box, walk: pipeline('{module: box}') })).toEqual([]);
  });

  it('are not the pipeline itself, however far down', async () => {
    const modules = {
      leaves: trained,
      a: pipeline('{module: a}'),
      b: pipeline('{module: leaves}', '{module: c}'),
      c: pipeline('{module: b}'),
      d: pipeline('{module: c}'),
    };
    expect(await problemsOf(modules)).toMatchInlineSnapshot(`
      [
        "modules/a/module.md:12:49 /pipeline/steps/0/module: expected a step that is not made of this pipeline, found a → a",
        "modules/b/module.md:12:67 /pipeline/steps/1/module: expected a step that is not made of this pipeline, found b → c → b",
        "modules/c/module.md:12:49 /pipeline/steps/0/module: expected a step that is not made of this pipeline, found c → b → c",
      ]
    `);
  });
});
