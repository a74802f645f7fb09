import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '@orangery/schemas';
import { readModule } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import { allRules, fixtures, renderFixtures } from './module-fixtures.ts';

const rules = allRules();

async function problemsOf(folder: string): Promise<readonly Problem[]> {
  const found = await readModule(join(fixtures, folder), fixtures);
  return found.kind === 'valid' ? [] : found.problems;
}

describe('every rule of a module', () => {
  it('has a fixture that breaks it, and every such fixture a rule', () => {
    const names = rules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(readdirSync(join(fixtures, 'invalid')).sort()).toEqual(names.sort());
  });

  it('has the fixture that the rule asks for today: run test/schemas/module-fixtures.ts', () => {
    for (const [path, text] of renderFixtures()) {
      expect(readFileSync(join(fixtures, path), 'utf8'), path).toBe(text);
    }
  });

  it.each(rules)('is broken alone, at its place: $name', async ({ name, pointer }) => {
    const problems = await problemsOf(`invalid/${name}`);
    expect(problems).toMatchObject([{ pointer }]);
    const [{ file, line, column, expected, found }] = problems as [Problem];
    expect(file.startsWith(`invalid/${name}/`)).toBe(true);
    expect(expected).not.toBe('');
    expect(found).not.toBe('');
    if (file.endsWith('.json') || pointer === '') return;
    const text = readFileSync(join(fixtures, file), 'utf8').split('\n')[line! - 1]!;
    expect(text.slice(column! - 1).trim(), 'the line that is named').not.toBe('');
  });

  it('is told in words that stay as they are', async () => {
    const lines = [];
    for (const { name } of rules) {
      for (const problem of await problemsOf(`invalid/${name}`)) lines.push(tell(problem));
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('told-problems.txt');
  });
});

describe('a module that keeps every rule', () => {
  it.each(readdirSync(join(fixtures, 'valid')))('is valid: %s', async (name) => {
    expect(await problemsOf(`valid/${name}`)).toEqual([]);
  });
});

function tell({ file, line, column, pointer, expected, found, hint }: Problem): string {
  const place = [file.replace('invalid/', ''), line, column].filter((part) => part !== undefined);
  const told = [`${place.join(':')} ${pointer}`, `  expected  ${expected}`, `  found     ${found}`];
  return [...told, ...(hint === undefined ? [] : [`  hint      ${hint}`])].join('\n');
}
