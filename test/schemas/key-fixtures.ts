/**
 * The key files in `fixtures/keys/invalid/`: each breaks one rule of the schema and is named after it.
 * Run this file to write them again after a change of the format; `valid/` is written by hand.
 */
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { recordSchemaRules, type Node, type RecordRule } from './schema-rules.ts';

export const keyFixtures = join(import.meta.dirname, '../fixtures/keys');

export function keyRules(): readonly RecordRule[] {
  const everything: Node = parse(readFileSync(join(keyFixtures, 'valid/everything.yml'), 'utf8'));
  return recordSchemaRules('keys.schema.json', everything);
}

export function renderRule({ record }: RecordRule): string {
  return stringify(record, { lineWidth: 0, flowCollectionPadding: false });
}

if (import.meta.main) {
  const folder = join(keyFixtures, 'invalid');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const rule of keyRules())
    await writeFile(join(folder, `${rule.name}.yml`), renderRule(rule));
}
