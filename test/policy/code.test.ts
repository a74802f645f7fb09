import { describe, expect, it } from 'vitest';
import { pathsWith, readTracked } from './sources.ts';

/** The doors, where the world comes in. */
const isDoor = (path: string): boolean =>
  path.startsWith('cli/') || path === 'marketplace/src/config.ts' || /^[^/]+\.mjs$/.test(path);
/** Where GitHub's job comes in: the environment is all that it tells. What lies below gets a record. */
const isJobDoor = (path: string): boolean =>
  /^actions\/([a-z-]+\/src\/index|action\/[a-z-]+)\.ts$/.test(path);
/** The whole of a process or thread that another one started, which it must outlive by nothing. */
const isProcess = (path: string): boolean =>
  [
    'runner/src/custom/process/child.ts',
    'runner/src/serving/pool/worker-loop.ts',
    'marketplace/src/build/messages.ts',
    // the switch goes on without whoever started it, and a server of it is one of several
    'runner/src/deployment/process/switch/main.ts',
    'runner/src/deployment/process/switch/serve-slot.ts',
    // the `npm ci` of a local job: its exit code and line are what the step sees
    'actions/local-github/executor/steps/npm-ci.ts',
  ].includes(path);
/** Writes programs for others to run, in which these words stand. */
const isSnippet = (path: string): boolean =>
  /^marketplace\/src\/catalogue\/call-(file|row)\.ts$/.test(path);
/** A tool that a person runs, with its own door. */
const isTool = (path: string): boolean =>
  ['schemas/generate.ts', 'actions/readme-tables.ts'].includes(path);

/** It is started with the environment that its servers are to have. */
const isSwitch = (path: string): boolean => path === 'runner/src/deployment/process/switch/main.ts';

it('only doors read the environment', () => {
  const may = [isDoor, isJobDoor, isSwitch];
  expect(pathsWith(/process\.env/, (path) => may.some((is) => is(path)))).toEqual([]);
});

it('only tools and doors write to the terminal or end the process', () => {
  const pattern = /\bconsole\.\w+\(|process\.(stdout|stderr|exit|exitCode)\b/;
  const isSampleTool = (path: string): boolean => path.startsWith('runner/samples/');
  const may = [isDoor, isTool, isSampleTool, isProcess, isSnippet];
  expect(pathsWith(pattern, (path) => may.some((is) => is(path)))).toEqual([]);
});

it('parsed data is unknown until a validator returns it typed', () => {
  const cast = /JSON\.parse\((?:[^()]|\([^()]*\))*\)\s*(?:as\s(?!unknown)|\.|\[)/;
  const annotated = /:\s*(?!\s|unknown\b)[\w<>[\], ]+\s*=\s*JSON\.parse\(/;
  const mayCast = new Map([
    ['schemas/generate.ts', 'reads our own schemas'],
    ['marketplace/src/catalogue/describe-module.ts', 'copies a typed value of its own'],
    ['marketplace/src/build/stored-module.ts', 'reads what it wrote itself, by the same code'],
    ['marketplace/src/build/stored-index.ts', 'reads what it wrote itself, by the same code'],
    ['marketplace/src/build/manifest.ts', 'reads what it wrote itself, by the same code'],
    ['runner/src/deployment/process/switch/main.ts', 'is given it by the same code'],
    ['marketplace/src/build/text-index.ts', 'reads what the index holds of what it was given'],
  ]);
  for (const pattern of [cast, annotated]) {
    expect(pathsWith(pattern, (path) => mayCast.has(path))).toEqual([]);
  }
  expect(cast.test('JSON.parse(read(x)) as Type')).toBe(true);
  expect(annotated.test('const a: Type = JSON.parse(x)')).toBe(true);
  expect(annotated.test('const a: unknown = JSON.parse(x)')).toBe(false);
});

it('nothing builds code or a shell line from text', () => {
  const pattern = /\beval\(|new Function\(|shell:\s*true|\bexecSync\(/;
  expect(pathsWith(pattern, () => false)).toEqual([]);
});

it('whatever type checks are switched off says why', () => {
  expect(pathsWith(/@ts-(ignore|nocheck)|@ts-expect-error\s*$/m, () => false)).toEqual([]);
  expect(pathsWith(/eslint-disable(?!.* -- )/, isTool)).toEqual([]);
});

describe('actions', () => {
  const isAdapter = (path: string): boolean =>
    path.startsWith('actions/') && !path.startsWith('actions/local-github/');

  it('know no event that gives a fork’s text the rights of main', () => {
    const pattern = /pull_request_target|allow-unsafe-pr-checkout/;
    // the local GitHub names the input that it refuses
    const refuses = 'actions/local-github/executor/pinned/checkout.ts';
    expect(pathsWith(pattern, (path) => path === refuses)).toEqual([]);
  });

  it('build no expression: what they write is never evaluated', () => {
    expect(pathsWith(/\$\\?\{\{/, (path) => !isAdapter(path))).toEqual([]);
    expect(/\$\\?\{\{/.test('`\\${{ ${name} }}`')).toBe(true);
  });

  it('decide nothing by author_association, which is no authorisation', () => {
    const pattern = /author_?association/i;
    expect(pathsWith(pattern, (path) => !isAdapter(path))).toEqual([]);
  });

  it('run as the bundle that is committed, with no script of their own', () => {
    const files = readTracked((path) => /^actions\/[a-z-]+\/action\.yml$/.test(path));
    expect(files.length).toBeGreaterThan(3);
    for (const { path, text } of files) {
      const name = path.split('/')[1];
      expect(text).toContain(`\nruns:\n  using: node24\n  main: ../dist/${name}.js\n`);
    }
  });
});
