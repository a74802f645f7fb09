import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n');
const sources = tracked
  .filter((path) => /^(schemas|runner|actions|cli|marketplace)\/.*\.ts$/.test(path))
  .filter((path) => !path.includes('/generated/'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const breaking = (pattern: RegExp, isAllowed: (path: string) => boolean): string[] =>
  sources
    .filter(({ path, text }) => pattern.test(text) && !isAllowed(path))
    .map(({ path }) => path);

describe('what may be imported where', () => {
  it.each([
    ['gray-matter', /from 'gray-matter'/, (path: string) => path === 'schemas/src/front-matter.ts'],
    ['ajv and yaml', /from '(ajv|yaml)/, (path: string) => path.startsWith('schemas/')],
    ['execa', /from 'execa'/, (path: string) => path === 'runner/src/command.ts'],
    ['child_process', /from 'node:child_process'/, () => false],
    [
      'TensorFlow.js',
      /from '@tensorflow/,
      (path: string) => path.startsWith('runner/src/compute/'),
    ],
    ['commander', /from 'commander'/, (path: string) => path.startsWith('cli/')],
  ])('%s only in its place', (_, pattern, isAllowed) => {
    expect(breaking(pattern, isAllowed)).toEqual([]);
  });

  it('schemas import nothing of ours, the runner only schemas', () => {
    expect(
      breaking(/from '@orangery\/(runner|cli|actions)/, (path) => !path.startsWith('schemas/')),
    ).toEqual([]);
    expect(
      breaking(/from '@orangery\/(cli|actions)/, (path) => !path.startsWith('runner/')),
    ).toEqual([]);
  });

  it('schemas and runner read no environment and write to no console', () => {
    const isDoor = (path: string): boolean => !/^(schemas|runner)\/src\//.test(path);
    expect(breaking(/process\.env|console\.(log|warn|error|info)\(/, isDoor)).toEqual([]);
  });
});

describe('tracked files', () => {
  it('hold no path of a machine', () => {
    const pattern = new RegExp(['/(ho', 'me|wo', 'rk|ro', 'ot)/[a-z]'].join(''));
    const found = tracked
      .filter((path) => /\.(ts|mjs|js|md|json|yml|astro|css)$/.test(path))
      .filter((path) => !path.includes('/generated/') && !path.startsWith('test/'))
      .filter((path) => path !== 'package-lock.json')
      .filter((path) => pattern.test(readFileSync(join(root, path), 'utf8')));
    expect(found).toEqual([]);
  });
});
