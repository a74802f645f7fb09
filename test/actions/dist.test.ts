import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readYaml } from '@orangery/schemas/files';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionNames, bundleActions } from '../../actions/bundle.ts';
import { readmeOf } from '../../actions/readme-tables.ts';
import { contribution } from '../helpers/github/contribution.ts';
import { goodReport, head, reportGitHub } from '../helpers/github/report-github.ts';
import { runBundle } from '../helpers/github/run-bundle.ts';
import { root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const actions = join(root, 'actions');
const dist = join(actions, 'dist');
const names = await actionNames();

async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of (await readdir(folder)).sort()) {
    found.set(name, await readFile(join(folder, name), 'utf8'));
  }
  return found;
}

/** A test fails in a line, not with a difference of megabytes. */
async function differing(a: string, b: string): Promise<readonly string[]> {
  const [left, right] = [await filesOf(a), await filesOf(b)];
  const all = [...new Set([...left.keys(), ...right.keys()])];
  return all.filter((name) => left.get(name) !== right.get(name));
}

describe('actions/dist', () => {
  it('is what its sources make: run node actions/bundle.ts', async () => {
    const [first, second] = [await tempFolder(), await tempFolder({ 'stale.js': 'x' })];
    await bundleActions(first);
    await bundleActions(second);
    expect(await differing(first, second)).toEqual([]);
    expect(await differing(dist, first)).toEqual([]);
  });

  it('says nothing of the machine it was made on', async () => {
    for (const [name, text] of await filesOf(dist)) expect(text.includes(root), name).toBe(false);
  });

  it('needs nothing but Node, and leaves out what computes', async () => {
    for (const [name, text] of await filesOf(dist)) {
      const imports = text.matchAll(
        /(?:\bfrom|\bimport|\bimport\(|(?<!['"`])require\() ?"([^".][^"\n]*)"/g,
      );
      const foreign = [...imports].map(([, from]) => from!).filter((from) => !isBuiltin(from));
      expect(foreign, name).toEqual([]);
      expect(/class KernelBackend|class InferenceSession/.test(text), name).toBe(false);
    }
  });
});

describe.each(names)('the action %s', (name) => {
  let copy = '';
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'orangery-dist-'));
    await cp(dist, copy, { recursive: true });
    return async () => rm(copy, { recursive: true, force: true });
  });

  it('names Node 24 and its bundle', async () => {
    const { value } = await readYaml(join(actions, name, 'action.yml'), 'action.yml');
    expect(value).toMatchObject({
      name,
      runs: { using: 'node24', main: `../dist/${name}.js` },
    });
    expect(await readdir(dist)).toContain(`${name}.js`);
  });

  it('starts without node_modules, and fails in a line when its inputs are missing', async () => {
    const { code, annotations, outputs } = await runBundle(name, { bundles: copy });
    const errors = annotations.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]!.message).toMatch(/^[A-Z_]+ \S.*\n\S.*$/);
    expect(errors[0]!.message).not.toMatch(/^INTERNAL/);
    expect(code).toBe(1);
    expect(outputs).toEqual({});
  });

  it('has a README whose table is that of its action.yml: run node actions/readme-tables.ts', async () => {
    expect(await readFile(join(actions, name, 'README.md'), 'utf8')).toBe(await readmeOf(name));
  });
});

describe('the bundle of validate', () => {
  const seeds = 'modules/seed-classifier/module.md';

  async function validate(files: Readonly<Record<string, string>>) {
    const { root: pr, tool, base, head: commit, temporary } = await contribution({ files });
    const outcome = await runBundle('validate', {
      inputs: { root: pr, tool, report: join(temporary, 'report.json') },
      event: {
        name: 'pull_request',
        payload: { pull_request: { base: { sha: base }, head: { sha: commit } } },
      },
    });
    const report: unknown = JSON.parse(await readFile(join(temporary, 'report.json'), 'utf8'));
    return { ...outcome, report };
  }

  it('is green when no module changed', async () => {
    const { code, log, report } = await validate({ 'README.md': 'x' });
    expect(code).toBe(0);
    expect(log).toContain('No module changed.');
    expect(report).toMatchObject({ schema: 'validation-report/1', modules: [] });
  });

  it('shows a mistake on its line and ends with 1', async () => {
    const text = await readFile(join(root, seeds), 'utf8');
    const { code, annotations, summary, report } = await validate({
      [seeds]: text.replace('kind: module', 'kind: modul'),
    });
    expect(code).toBe(1);
    expect(annotations.filter(({ level }) => level === 'error')).toEqual([
      {
        level: 'error',
        file: seeds,
        line: text.split('\n').indexOf('kind: module') + 1,
        message: expect.stringContaining('/kind: expected one of "module"'),
      },
      {
        level: 'error',
        message: expect.stringMatching(/^MODULE_INVALID Expected no problems, found 1\n/),
      },
    ]);
    expect(summary).toContain('**Not yet: 1 mistake.**');
    expect(report).toMatchObject({ modules: [{ problems: [{ suggestion: 'kind: module' }] }] });
  });

  it('prints nothing that GitHub takes for a command', async () => {
    const name = 'modules/a\n::set-output name=x::y\n/module.md';
    const { log, annotations, outputs } = await validate({ [name]: '::error::x' });
    expect(log).not.toMatch(/^::set-output/m);
    expect(annotations.some(({ message }) => message === 'x')).toBe(false);
    expect(outputs).toEqual({});
  });
});

describe('the bundle of report', () => {
  const event = { name: 'workflow_run', payload: { workflow_run: { id: 5 } } };
  const inputs = { token: 'token-of-a-test' };

  it('comments on the pull request that GitHub names', async () => {
    const files = [{ path: 'modules/iris/module.md' }];
    const { url, comments } = await reportGitHub({ files, report: goodReport(['iris']) });
    const { code } = await runBundle('report', { inputs, event, env: { GITHUB_API_URL: url } });
    expect(code).toBe(0);
    expect(comments).toHaveLength(1);
    expect(comments[0]!.body).toContain(head.slice(0, 12));
  });

  it('names the permission that its workflow lacks', async () => {
    const refused = {
      status: 403,
      json: { message: 'Resource not accessible by integration' },
      headers: { 'x-accepted-github-permissions': 'pull_requests=write' },
    };
    const { url } = await reportGitHub({
      files: [{ path: 'modules/iris/module.md' }],
      report: goodReport(['iris']),
      more: { 'POST /issues/3/comments': refused },
    });
    const { code, annotations } = await runBundle('report', {
      ...{ inputs, event },
      env: { GITHUB_API_URL: url },
    });
    expect(code).toBe(1);
    expect(annotations[0]!.message).toMatchInlineSnapshot(`
      "GITHUB_FAILED POST /repos/garden/orangery/issues/3/comments: expected success, found 403 Resource not accessible by integration; missing permission: pull_requests=write
      Grant pull-requests: write to job work of a.yml (permissions: in its workflow), or to the App where the token is the App’s."
    `);
  });

  it('refuses to run at another ref', async () => {
    const env = { GITHUB_REF: 'refs/heads/mine' };
    const { code, annotations } = await runBundle('report', { inputs, event, env });
    expect(code).toBe(1);
    expect(annotations[0]!.message).toContain('ACCESS_REFUSED Ref: expected refs/heads/main');
  });
});
