/**
 * The modules in `fixtures/modules/`: every rule is broken by one in `invalid/` that is named after
 * it, and kept by `valid/everything` or one of its own name in `valid/`. Run this file to write them
 * again after a change of the format; `valid/everything` is written by hand.
 */
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { moduleRules, type Extra } from './module-rules.ts';
import { moduleSchemaRules, type Node } from './schema-rules.ts';

export const fixtures = join(import.meta.dirname, '../fixtures/modules');

export interface Rule {
  readonly name: string;
  /** Where its fixture's one problem must be. */
  readonly pointer: string;
}

/** Every rule of the module's format: those of the schema, found by walking it, and the others. */
export function allRules(): Rule[] {
  return [...moduleSchemaRules(readEverything()), ...moduleRules];
}

/** The files that the rules ask for, by path. */
export function renderFixtures(): Map<string, string> {
  const files = new Map<string, string>();
  const add = (folder: string, frontMatter: unknown, extra: Extra = {}): void => {
    const yaml = stringify(frontMatter, { lineWidth: 0, flowCollectionPadding: false });
    const card = extra.card ?? 'What it does.\n';
    files.set(`${folder}/module.md`, `---\n${yaml}---\n${card}`);
    for (const [path, text] of Object.entries(extra.files ?? {})) {
      files.set(`${folder}/${path}`, text);
    }
  };
  add('valid/minimal', minimal({}));
  for (const { name, frontMatter } of moduleSchemaRules(readEverything())) {
    add(`invalid/${name}`, frontMatter);
  }
  for (const { name, valid, invalid } of moduleRules) {
    if (valid !== undefined) add(`valid/${name}`, minimal(valid), valid);
    add(`invalid/${name}`, minimal(invalid), invalid);
  }
  return files;
}

function readEverything(): Node {
  const text = readFileSync(join(fixtures, 'valid/everything/module.md'), 'utf8');
  const everything: Node = parse(text.split('---\n')[1]!);
  return everything;
}

function minimal({ fields = {} }: Extra): Node {
  const smallest = {
    schema: 'module/1',
    title: 'Smallest',
    summary: 'A module with as little as a module may have.',
    version: '1.2.3',
    license: 'Apache-2.0',
    authors: [],
    maintainers: [],
    tasks: ['image-classification'],
    kind: 'module',
    runtime: 'tfjs',
    recipe: 'image-classification',
  };
  const merged = Object.entries({ ...smallest, ...fields });
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
}

if (import.meta.main) await writeFixtures();

async function writeFixtures(): Promise<void> {
  const files = renderFixtures();
  const valid = await readdir(join(fixtures, 'valid'));
  const old = valid.filter((name) => name !== 'everything').map((name) => `valid/${name}`);
  for (const folder of ['invalid', ...old]) {
    await rm(join(fixtures, folder), { recursive: true, force: true });
  }
  for (const [path, text] of files) {
    await mkdir(dirname(join(fixtures, path)), { recursive: true });
    await writeFile(join(fixtures, path), text);
  }
}
