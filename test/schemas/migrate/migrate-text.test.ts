import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkRecord } from '@orangery/schemas';
import { migrateText, type Migration } from '@orangery/schemas/files';

const older = `---
# who made it
schema: module/1 # as it was in November
title: Greenhouse counter
summary: Counts what stands in a greenhouse.
version: 1.2.3
license: "Apache-2.0"
authors: []
maintainers: []
tasks: [image-classification]
kind: module
runtime: onnx
artifact: { sha256: ${'a'.repeat(64)}, bytes: 7, link: https://example.org/weights.onnx }
inputs:
  - { name: photo, type: image, description: What is seen. }
preprocessing:
  # the camera's own size
  width: 320
  height: 240 # after the crop
  channels: 1
  layout: height-width-channels
  mean: [0.5]


tags: ['a',   "b"]   # odd, and ours
---

# Card

schema: module/1 is a word here.
`;

function textOf(migration: Migration): string {
  if (migration.kind !== 'older')
    throw new Error(`${migration.kind}: ${JSON.stringify(migration)}`);
  return migration.text;
}

const migrate = (text: string) => migrateText({ name: 'module', text, file: 'module.md' });

describe('a module/1 with one picture as preprocessing', () => {
  it('says of the tensor what it is made of, and keeps all other lines', () => {
    const text = textOf(migrate(older));
    const lines = text.split('\n');
    const lost = older.split('\n').filter((line) => !lines.includes(line));
    expect({ lost, added: lines.filter((line) => !older.split('\n').includes(line)) })
      .toMatchInlineSnapshot(`
        {
          "added": [
            "schema: module/2 # as it was in November",
            "# the camera's own size",
            "# after the crop",
            "  inputs:",
            "    photo:",
            "      kind: image",
            "      from: photo",
            "      size: [240, 320]",
            "      channels: grey",
            "      layout: height-width-channels",
            "      mean: [0.5]",
          ],
          "lost": [
            "schema: module/1 # as it was in November",
            "  # the camera's own size",
            "  width: 320",
            "  height: 240 # after the crop",
            "  channels: 1",
            "  layout: height-width-channels",
            "  mean: [0.5]",
          ],
        }
      `);
    expect(text.slice(text.indexOf('\n---'))).toBe(older.slice(older.indexOf('\n---')));
  });

  it('is read as what the migration writes', () => {
    const valueOf = (text: string): unknown => parse(text.split('---\n')[1]!);
    const read = checkRecord('module', valueOf(older));
    expect(read).toEqual({ kind: 'valid', value: valueOf(textOf(migrate(older))) });
  });

  it('is current afterwards', () => {
    expect(migrate(textOf(migrate(older)))).toEqual({ kind: 'current' });
  });

  it('keeps the ends of its lines', () => {
    const text = textOf(migrate(older.replaceAll('\n', '\r\n')));
    expect(text).toBe(textOf(migrate(older)).replaceAll('\n', '\r\n'));
  });
});

it('an input of a step names the step it comes from', () => {
  const text = older
    .replace(/^artifact.*\ninputs:[^]*?\n\n\n/m, '')
    .replace('kind: module', 'kind: pipeline')
    .replace(
      'runtime: onnx',
      'runtime: pipeline\npipeline:\n  topology: sequence\n  steps:\n    - { module: sorter, inputs: { text: letter } }\n    - module: tagger\n      inputs:\n        text: label # the first word\n        other: $input.more',
    );
  expect(textOf(migrate(text)).split('\n').slice(11, 19)).toMatchInlineSnapshot(`
    [
      "runtime: pipeline",
      "pipeline:",
      "  topology: sequence",
      "  steps:",
      "    - { module: sorter, inputs: { text: $input.letter } }",
      "    - module: tagger",
      "      inputs:",
      "        text: sorter.label # the first word",
    ]
  `);
});

it('configuration/1 named repositories of GitHub', () => {
  const text = `schema: configuration/1
title: Ours # kept
sources:
  # theirs
  - repository: acme/Leaf_Models
    visibility: public
  - { repository: other/leaf-models, visibility: private }
`;
  const file = 'orangery.config.yml';
  expect(textOf(migrateText({ name: 'configuration', text, file }))).toMatchInlineSnapshot(`
    "schema: configuration/2
    title: Ours # kept
    sources:
      # theirs
      - visibility: public
        name: leaf-models
        link: https://github.com/acme/Leaf_Models
      - { visibility: private, name: leaf-models-2, link: https://github.com/other/leaf-models }
    "
  `);
});

it.each([
  ['a newer version', older.replace('module/1', 'module/7')],
  ['another mistake', older.replace('kind: module', 'kind: garden')],
  ['a picture that is not declared', older.replace('type: image', 'type: number')],
  ['no YAML', older.replace('tasks: [', 'tasks: ]')],
  ['no front matter', 'A card.\n'],
])('is not touched with %s', (_, text) => {
  const migration = migrate(text);
  expect(migration.kind === 'invalid' && migration.problems).toMatchSnapshot();
});

it('changes one line of the modules of this repository as they were', () => {
  const file = join(import.meta.dirname, '../../fixtures/modules/valid/everything/module.md');
  const text = readFileSync(file, 'utf8').replace(/^schema: module\/\d+$/m, 'schema: module/1');
  expect(textOf(migrate(text))).toBe(text.replace('module/1', 'module/2'));
});

it('never throws, and never changes what is below the front matter', () => {
  const line = fc.constantFrom(...older.split('\n'), 'pipeline: 3', 'a: &b 1', 'c: *b', '- x');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const text = `---\nschema: module/1\n${lines.join('\n')}`;
      const migration = migrate(text);
      if (migration.kind === 'older') expect(migration.text).toContain('schema: module/2');
    }),
  );
});
