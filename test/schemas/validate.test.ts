import { expect, it } from 'vitest';
import { orangery } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const card = (title: string): string => `---
schema: module/1
title: ${title}
summary: A module for a test of the command.
version: 1.0.0
license: Apache-2.0
authors: []
maintainers: []
tasks: [image-classification]
kind: module
runtime: tfjs
recipe: image-classification
---
What it does.
`;
const settings = {
  'orangery.config.yml': 'schema: configuration/1\ntitle: Test\n',
  '.github/access.yml': 'schema: access/1\nroles: {}\nrunners: []\n',
};

it('validate passes a marketplace without mistakes', async () => {
  const cwd = await tempFolder({ ...settings, 'modules/good/module.md': card('Good') });
  const { code, stdout, stderr } = await orangery(['validate'], { cwd });
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stderr: '',
    stdout: `✓ modules/good
✓ orangery.config.yml
✓ .github/access.yml

1 module and 2 settings or record files: no problems
`,
  });
});

it('validate names every problem once, by file and line', async () => {
  const cwd = await tempFolder({
    ...settings,
    'deployments/shop.yml': 'schema: deployment/1\nowner: {login: ada, id: 0}\nstages: {}\n',
    'modules/good/module.md': card('Good'),
    'modules/bad/module.md': card('7'),
    'modules/bad/golden.json': '{',
  });
  const { code, stdout, stderr } = await orangery(['validate'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toMatchInlineSnapshot(`
    "✓ modules/good
    ✓ orangery.config.yml
    ✓ .github/access.yml

    ✗ modules/bad/module.md
       3:8  /title     expected a string, found 7
                       Quote it: "7".

    ✗ modules/bad/golden.json
       1:2             expected JSON, found Expected property name or '}' in JSON at position 1 (line 1 column 2)

    ✗ deployments/shop.yml
      2:25  /owner/id  expected a number of at least 1, found 0
       3:9  /stages    expected at least 1 field, found {}

    "
  `);
  expect(stderr).toMatchInlineSnapshot(`
    "✗ MODULE_INVALID 2 modules and 3 settings or record files: 4 problems in 3 files
      → Mend the lines that are named, then check again.
    "
  `);
});

it('validate --json ends with a record of what was checked', async () => {
  const cwd = await tempFolder({ ...settings, 'modules/bad/module.md': card('7') });
  const { code, record } = await orangery(['validate', 'modules/bad', '--json'], { cwd });
  expect(code).toBe(1);
  expect(record).toEqual({
    modules: ['modules/bad'],
    files: [],
    problems: [
      {
        file: 'modules/bad/module.md',
        line: 3,
        column: 8,
        pointer: '/title',
        expected: 'a string',
        found: '7',
        hint: 'Quote it: "7".',
      },
    ],
  });
});

it('validate looks at what one module says of the others', async () => {
  const parent = card('Child').replace(
    '---\nWhat',
    'parent: {id: gone, version: 1.0.0}\n---\nWhat',
  );
  const cwd = await tempFolder({ ...settings, 'modules/child/module.md': parent });
  const { record } = await orangery(['validate', 'modules/child', '--json'], { cwd });
  expect(record).toMatchObject({ problems: [{ pointer: '/parent/id', found: '"gone"' }] });
});

it('validate refuses a file of no kind it knows', async () => {
  const cwd = await tempFolder({ ...settings, 'notes.txt': '' });
  expect(await orangery(['validate', 'notes.txt'], { cwd })).toMatchObject({ code: 2 });
  expect(await orangery(['validate', 'nowhere'], { cwd })).toMatchObject({ code: 1 });
});
