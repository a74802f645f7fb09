import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRecord, type ValidationReport } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { makeReport } from '../../../actions/validate/src/make-report.ts';
import { renderReport } from '../../../actions/validation/render-report.ts';
import { caught } from '../../helpers/caught.ts';
import { filesIn } from '../../helpers/files-in.ts';
import { contribution, git, type ContributionOrder } from '../../helpers/github/contribution.ts';
import { root as repository } from '../../helpers/orangery.ts';

const seeds = 'modules/seed-classifier/module.md';

async function textOf(path: string): Promise<string> {
  return readFile(join(repository, path), 'utf8');
}

async function reportOf(order: ContributionOrder): Promise<ValidationReport> {
  const made = await contribution(order);
  const signal = new AbortController().signal;
  const report = await makeReport({ ...made, signal, path: process.env.PATH });
  return parseRecord('validationReport', JSON.parse(JSON.stringify(report)), 'report.json');
}

describe('the report', () => {
  it('holds nothing when no module changed', async () => {
    const report = await reportOf({ files: { 'README.md': '# Changed' } });
    expect(report).toMatchObject({ modules: [], files: [], others: [] });
    expect(renderReport(report)).toBe('No module changed.');
  });

  it('tells what changes in a module, and that it still gives its answers', async () => {
    const text = (await textOf(seeds)).replace('status: active', 'status: deprecated');
    const report = await reportOf({ files: { [seeds]: text }, hasTool: true });
    expect(report.others).toEqual([]);
    expect(report.modules).toMatchObject([
      {
        id: 'seed-classifier',
        status: 'changed',
        problems: [],
        golden: { outcome: 'passed', cases: [] },
        metadata: [{ field: 'status', base: '"active"', head: '"deprecated"' }],
      },
    ]);
    const [accuracy] = report.modules[0]!.metrics;
    expect(accuracy).toMatchObject({ name: 'accuracy' });
    expect(accuracy!.base).toBe(accuracy!.head);
  });

  it('names each mistake on its line, with the line that mends it', async () => {
    const text = (await textOf(seeds))
      .replace('kind: module', 'kind: modul')
      .replace('version: 1.0.0\nlicense', 'version: 1.0\nlicense')
      .replace('fineTunable: true', 'fineTunabel: true');
    const { modules } = await reportOf({ files: { [seeds]: text } });
    const { problems } = modules[0]!;
    expect(
      problems.map(({ line, pointer, suggestion }) => ({ line, pointer, suggestion })),
    ).toEqual([
      {
        line: text.split('\n').indexOf('fineTunabel: true') + 1,
        pointer: '/fineTunabel',
        suggestion: 'fineTunable: true',
      },
      {
        line: text.split('\n').indexOf('kind: modul') + 1,
        pointer: '/kind',
        suggestion: 'kind: module',
      },
      {
        line: text.split('\n').indexOf('version: 1.0') + 1,
        pointer: '/version',
        suggestion: 'version: "1.0"',
      },
    ]);
    expect(modules[0]!.golden.outcome).toBe('skipped');
  });

  it('tells of a golden test that is red', async () => {
    const golden = await textOf('modules/seed-classifier/golden.json');
    const { modules } = await reportOf({
      files: { 'modules/seed-classifier/golden.json': golden.replaceAll('Corvane', 'Aldersey') },
      hasTool: true,
    });
    expect(modules[0]!.golden.outcome).toBe('failed');
    expect(modules[0]!.golden.cases.length).toBeGreaterThan(0);
  });

  it('says why a golden test is left out', async () => {
    const { modules } = await reportOf({
      files: { [seeds]: (await textOf(seeds)).replace('status: active', 'status: deprecated') },
    });
    expect(modules[0]!.golden).toMatchObject({
      outcome: 'skipped',
      detail: 'the tool is not installed in this job',
    });
  });

  it('finds a receipt that was written by hand', async () => {
    const path = 'modules/seed-classifier/receipts/run-20261121-141952-38c393ba.json';
    const receipt = await textOf(path);
    const forged = receipt.replace(/"accuracy": 0\.\d+/, '"accuracy": 0.999');
    expect(forged).not.toBe(receipt);
    const { modules } = await reportOf({ files: { [path]: forged } });
    expect(modules[0]!.problems.map(({ file }) => file)).toContain(path);
  });

  it('tells of a module elsewhere that the change breaks', async () => {
    const report = await reportOf({ files: { 'modules/tabular-classifier/module.md': null } });
    expect(report.modules).toMatchObject([
      {
        id: 'tabular-classifier',
        status: 'removed',
        problems: [
          {
            file: 'modules/tabular-classifier',
            found: `it taken away, named by ${seeds} /parent/id`,
          },
        ],
      },
    ]);
    expect(report.others.map(({ file, pointer }) => ({ file, pointer }))).toEqual([
      { file: seeds, pointer: '/parent/id' },
    ]);
  });

  it('refuses to lose a module that is deployed, and says who names it', async () => {
    const id = 'modules/seed-classifier';
    const files = await filesIn(join(repository, id));
    const taken = Object.fromEntries(files.map((path) => [`${id}/${path}`, null] as const));
    const deployment = await textOf('deployments/seeds.yml');
    const report = await reportOf({ files: { ...taken, 'deployments/seeds.yml': deployment } });
    const [module] = report.modules;
    expect(module).toMatchObject({ id: 'seed-classifier', status: 'removed' });
    expect(module!.problems.map(({ found }) => found)).toEqual([
      'it taken away, named by deployments/seeds.yml /stages/staging/module',
    ]);
    expect(report.files).toMatchObject([
      {
        path: 'deployments/seeds.yml',
        problems: [
          { line: 6, expected: 'a module of this repository', found: '"seed-classifier"' },
        ],
      },
    ]);
    expect(renderReport(report)).toContain('retired in its module');
  });

  it('lets a module go that nothing names', async () => {
    const id = 'modules/seed-classifier';
    const files = await filesIn(join(repository, id));
    const taken = Object.fromEntries(files.map((path) => [`${id}/${path}`, null] as const));
    const report = await reportOf({ files: taken });
    expect(report.modules).toMatchObject([{ status: 'removed', problems: [] }]);
    expect(report.others).toEqual([]);
  });

  it('does not hold against a change what was wrong before', async () => {
    const made = await contribution({ files: { 'modules/tabular-classifier/extra.md': 'x' } });
    const broken = (await textOf(seeds)).replace('kind: module', 'kind: modul');
    for (const root of [made.root, made.tool]) await writeFile(join(root, seeds), broken);
    const signal = new AbortController().signal;
    const report = await makeReport({ ...made, signal, path: process.env.PATH });
    expect(report.others).toEqual([]);
  });

  it('reads a request for a child that is not there yet', async () => {
    const request = await textOf(
      'modules/seed-classifier/training/run-20261121-141952-38c393ba.yml',
    );
    const path = 'modules/seed-child/training/first.yml';
    const good = await reportOf({ files: { [path]: request } });
    expect(good).toMatchObject({ modules: [], files: [{ path, problems: [] }], others: [] });
    const bad = await reportOf({ files: { [path]: 'schema: training-request/1\n' } });
    expect(bad.files[0]!.problems.length).toBeGreaterThan(0);
  });

  it('misses the module of which only a request is left', async () => {
    const id = 'modules/seed-classifier';
    const files = await filesIn(join(repository, id));
    const left = files.filter((path) => !path.startsWith('training/'));
    const report = await reportOf({
      files: Object.fromEntries(left.map((path) => [`${id}/${path}`, null] as const)),
    });
    expect(report.files).toEqual([]);
    expect(report.modules[0]!.problems).toContainEqual(
      expect.objectContaining({ file: seeds, found: 'nothing' }),
    );
  });

  it('checks a deployment', async () => {
    const path = 'deployments/seeds.yml';
    const { files } = await reportOf({ files: { [path]: 'schema: deployment/1\n' } });
    expect(files).toMatchObject([{ path }]);
    expect(files[0]!.problems.length).toBeGreaterThan(0);
  });

  it('leaves out what others merged meanwhile', async () => {
    const made = await contribution({ files: { 'modules/tabular-classifier/extra.md': 'x' } });
    git(made.root, 'checkout', '--quiet', '-b', 'later', made.base);
    await writeFile(join(made.root, 'modules/seed-classifier/other.md'), 'y');
    git(made.root, 'add', '--all');
    git(made.root, 'commit', '--quiet', '--message', 'later');
    const later = git(made.root, 'rev-parse', 'HEAD').trim();
    git(made.root, 'merge', '--quiet', '--no-edit', made.head);
    const signal = new AbortController().signal;
    const report = await makeReport({ ...made, base: later, signal, path: process.env.PATH });
    expect(report.modules.map(({ id }) => id)).toEqual(['tabular-classifier']);
  });
});

describe('a hostile contribution', () => {
  it('with a link in a module is named, and the link not followed', async () => {
    const { modules } = await reportOf({ links: { [seeds]: '/etc/passwd' } });
    expect(modules[0]!.problems).toContainEqual(
      expect.objectContaining({ file: seeds, found: 'a link or device' }),
    );
    expect(JSON.stringify(modules)).not.toContain('root:');
  });

  it('with a link in place of all modules is named', async () => {
    const report = await reportOf({ links: { modules: '/etc' } });
    expect(report.others).toContainEqual(
      expect.objectContaining({ file: 'modules', found: 'a link or file' }),
    );
  });

  it('with front matter that is a program is refused', async () => {
    const text = (await textOf(seeds)).replace(/^---/, '---js');
    const { modules } = await reportOf({ files: { [seeds]: text } });
    expect(modules[0]!.problems.length).toBeGreaterThan(0);
  });

  it('with a name of shell syntax is a name like another', async () => {
    const { modules } = await reportOf({
      files: { 'modules/$(touch x);`id`\n::error::/module.md': 'x' },
    });
    expect(modules.map(({ id }) => id)).toEqual(['$(touch x);`id`\n::error::']);
    expect(modules[0]!.problems.length).toBeGreaterThan(0);
  });
});

it('refuses what is no commit', async () => {
  const made = await contribution({});
  const order = { ...made, signal: new AbortController().signal, path: process.env.PATH };
  expect(await caught(() => makeReport({ ...order, base: '--output=x' }))).toMatchInlineSnapshot(
    `"USAGE Commit: expected 40 hexadecimal digits, found --output=x"`,
  );
});
