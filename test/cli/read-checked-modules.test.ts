import { formatProblem } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { readCheckedModules } from '../../cli/src/read-checked-modules.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const card = (...lines: string[]): string => `---
schema: module/1
title: Sample
summary: A module for a test of folders.
version: 1.0.0
license: MIT
authors: []
maintainers: []
tasks: [a]
${lines.join('\n')}
---
What it does.
`;

const graph = (inputs: string, outputs: string): string =>
  card(
    'kind: module',
    'runtime: onnx',
    `inputs: [{name: ${inputs}, type: ${inputs}}]`,
    `outputs: [{name: ${outputs}, type: ${outputs}}]`,
  );

it('names the line where steps of a pipeline do not fit', async () => {
  const root = await tempFolder({
    'modules/finder/module.md': graph('image', 'boxes'),
    'modules/sorter/module.md': graph('image', 'boxes'),
    'modules/walk/module.md': card(
      ...['kind: pipeline', 'runtime: pipeline', 'pipeline:', '  topology: sequence', '  steps:'],
      ...['    - module: finder', '    - module: sorter', '      inputs: { image: finder.boxes }'],
    ),
  });
  const { modules, problems } = await readCheckedModules(root);
  expect(modules.map(({ id }) => id)).toEqual(['finder', 'sorter', 'walk']);
  expect(problems.map(formatProblem)).toMatchInlineSnapshot(`
    [
      "modules/walk/module.md:17:24 /pipeline/steps/1/inputs/image: expected image, which sorter.image takes, found finder.boxes, boxes",
    ]
  `);
});

it('says nothing more where there is no pipeline', async () => {
  const root = await tempFolder({ 'modules/finder/module.md': graph('image', 'boxes') });
  expect(await readCheckedModules(root)).toMatchObject({ problems: [] });
});
