import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWorkflow } from '../../../../../actions/local-github/executor/workflow/read-workflow.ts';
import { caught } from '../../../../helpers/caught.ts';

const lines = (text: string) => text.trim().split('\n');

const whole = lines(`
name: everything
run-name: by \${{ github.actor }}
on:
  push:
    branches: [main]
  workflow_dispatch:
    inputs:
      module:
        required: true
        type: string
permissions:
  contents: read
env:
  A: b
defaults:
  run:
    shell: bash
concurrency:
  group: one
  cancel-in-progress: true
jobs:
  first:
    name: First
    runs-on: ubuntu-24.04
    environment:
      name: control
    strategy:
      fail-fast: false
      matrix:
        n: [1, 2]
    timeout-minutes: 5
    outputs:
      x: \${{ steps.a.outputs.x }}
    steps:
      - id: a
        run: echo hello
        working-directory: .
  second:
    needs: first
    if: always()
    runs-on: ubuntu-24.04
    steps:
      - uses: ./actions/one
        with:
          anything: goes
`);

/** Lines of mappings whose keys the executor decides on, with the indentation of a key in each. */
const places = [
  { after: 'name: everything', indent: 0 },
  { after: '    branches: [main]', indent: 4 },
  { after: '        required: true', indent: 8 },
  { after: '    shell: bash', indent: 4 },
  { after: '  group: one', indent: 2 },
  { after: '    name: First', indent: 4 },
  { after: '      name: control', indent: 6 },
  { after: '      fail-fast: false', indent: 6 },
  { after: '        run: echo hello', indent: 8 },
  { after: '      - uses: ./actions/one', indent: 8 },
];

describe('readWorkflow', () => {
  it('reads every key that is supported', async () => {
    const { jobs, triggers } = await readWorkflow('all.yml', whole.join('\n'));

    expect(jobs.map(({ id, needs }) => [id, needs])).toEqual([
      ['first', []],
      ['second', ['first']],
    ]);
    expect(triggers.map(({ event }) => event)).toEqual(['push', 'workflow_dispatch']);
  });

  it('refuses any other key anywhere, by its name, file and line', async () => {
    const key = fc.stringMatching(/^zz[a-z]{1,8}(-[a-z]{1,8})?$/);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), key, async ({ after, indent }, name) => {
        const at = whole.indexOf(after) + 1;
        const text = whole.toSpliced(at, 0, `${' '.repeat(indent)}${name}: 1`).join('\n');

        expect(await caught(() => readWorkflow('all.yml', text))).toBe(
          `FILE_INVALID .github/workflows/all.yml:${at + 1}: the key "${name}" is not supported by the local executor`,
        );
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['services', 'jobs: { a: { runs-on: u, services: {}, steps: [{ run: x }] } }'],
    ['container', 'jobs: { a: { runs-on: u, container: node, steps: [{ run: x }] } }'],
    ['uses', 'jobs: { a: { uses: ./.github/workflows/b.yml } }'],
    ['snapshot', 'jobs: { a: { runs-on: u, snapshot: x, steps: [{ run: x }] } }'],
    ['queue', 'concurrency: { group: a, queue: max }\njobs: { a: { runs-on: u, steps: [] } }'],
    ['group', 'jobs: { a: { runs-on: { group: g }, steps: [{ run: x }] } }'],
  ])('refuses what GitHub knows and the executor does not: %s', async (key, rest) => {
    const message = await caught(() => readWorkflow('a.yml', `on: push\n${rest}`));

    expect(message).toContain(`the key "${key}" is not supported by the local executor`);
  });

  it.each([
    ['an event', 'on: gollum', 'the event "gollum" is not supported'],
    ['an event in a list', 'on: [push, release]', 'the event "release" is not supported'],
    ['an event with a filter', 'on: { pull_request_target: {} }', 'the key "pull_request_target"'],
    ['wide permissions', 'on: push\npermissions: write-all', 'permissions: write-all is refused'],
    ['wide permissions', 'on: push\npermissions: read-all', 'permissions: read-all is refused'],
  ])('refuses %s by name', async (_, head, expected) => {
    const text = `${head}\njobs: { a: { runs-on: u, steps: [{ run: x }] } }`;

    expect(await caught(() => readWorkflow('a.yml', text))).toContain(expected);
  });

  it.each([
    ['an unknown context', 'if: foo.bar', "Unrecognized named-value: 'foo'"],
    ['an unknown function', 'if: foo()', "Unrecognized function: 'foo'"],
    ['hashFiles', "env: { A: '${{ hashFiles(''x'') }}' }", 'the function hashFiles()'],
    ['a job that can never start', 'needs: a', 'at least one job with no dependencies'],
    ['an unknown permission', 'permissions: { everything: write }', 'everything'],
  ])('refuses %s as GitHub does', async (_, line, expected) => {
    const text = `on: push\njobs:\n  a:\n    runs-on: u\n    ${line}\n    steps: [{ run: x }]`;

    expect(await caught(() => readWorkflow('a.yml', text))).toContain(expected);
  });

  it('refuses a key that is written twice', async () => {
    const text = 'on: push\njobs: { a: { runs-on: u, runs-on: v, steps: [{ run: x }] } }';

    expect(await caught(() => readWorkflow('a.yml', text))).toContain('a.yml:2');
  });
});
