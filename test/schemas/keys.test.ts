import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, formatProblem } from '@orangery/schemas';
import { readRecord } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import { keyFixtures, keyRules, renderRule } from './key-fixtures.ts';

const rules = keyRules();

describe('every rule of a key file', () => {
  it('has a file that breaks it, and every such file a rule', () => {
    const names = rules.map(({ name }) => `${name}.yml`);
    expect(readdirSync(join(keyFixtures, 'invalid')).sort()).toEqual(names.sort());
  });

  it('has the file that the rule asks for today: run test/schemas/key-fixtures.ts', () => {
    for (const rule of rules) {
      const text = readFileSync(join(keyFixtures, 'invalid', `${rule.name}.yml`), 'utf8');
      expect(text, rule.name).toBe(renderRule(rule));
    }
  });

  it.each(rules)('is broken alone, at its place: $name', async ({ name, pointer }) => {
    expect(await problemsOf(name)).toMatchObject([{ pointer }]);
  });

  it('is told in words that stay as they are', async () => {
    const lines: string[] = [];
    for (const { name } of rules) lines.push(...(await problemsOf(name)).map(formatProblem));
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('told-key-problems.txt');
  });
});

it.each(readdirSync(join(keyFixtures, 'valid')))('is valid: %s', async (name) => {
  const read = await readRecord('keys', join(keyFixtures, 'valid', name));
  expect(read.keys).toBeInstanceOf(Array);
});

it('holds of the keys of a deployment as of those of a file', async () => {
  const { keys } = await readRecord('keys', join(keyFixtures, 'valid/everything.yml'));
  expect(keys).toHaveLength(1);
  const file = join(keyFixtures, 'deployment.yml');
  expect((await readRecord('deployment', file)).keys).toEqual(keys);
});

async function problemsOf(name: string): Promise<Failure['problems']> {
  const path = join(keyFixtures, 'invalid', `${name}.yml`);
  const failure: unknown = await readRecord('keys', path, `${name}.yml`).catch((error) => error);
  if (failure instanceof Failure) return failure.problems;
  throw new Error(`${name}: expected a failure, found a valid file`);
}
