import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../helpers/github/catalogue.ts';
import { startRunner } from '../../../helpers/github/executed.ts';
import { repository } from '../../../helpers/github/memory-forge.ts';

const pullRequest = (base: string, head: string, from = repository) => ({
  pull_request: {
    number: 7,
    base: { ref: 'main', sha: base },
    head: { ref: 'feature', sha: head, repo: { full_name: from } },
  },
});

/** A pull request of a fork that adds these files. */
async function openPullRequest(added: Readonly<Record<string, string>>, from?: string) {
  const runner = await startRunner();
  const { forge, executor } = runner;
  const files = await catalogue();
  const secrets = { APP_KEY: 'top-secret' };
  forge.environments.set('control', { secrets, variables: {}, branches: ['main'] });
  const head = forge.commit({ ...files, ...added });
  const base = forge.commit(files);
  forge.emit({
    ...{ name: 'pull_request', action: 'opened', sha: head, workflowSha: head },
    ...{ ref: 'refs/pull/7/merge', payload: pullRequest(base, head, from) },
  });
  await executor.idle();
  return { ...runner, validate: executor.runs[0], report: executor.runs[1] };
}

describe('the small catalogue', () => {
  it('validates a fork’s pull request without secrets, then reports it with them', async () => {
    const { validate, report, forge } = await openPullRequest({ 'good.md': '# good' }, 'eve/fork');

    expect([validate?.workflow, validate?.conclusion]).toEqual(['validate.yml', 'success']);
    expect(validate?.jobs[0]?.summary).toMatch(/^\d+ files\n$/);
    expect([report?.workflow, report?.conclusion]).toEqual(['report.yml', 'success']);
    expect(report?.jobs[0]?.log).toMatch(/report: \{"files":\[.*"good\.md".*\]\} key: \*\*\*/);
    expect([...forge.jobTokens.values()].map(({ permissions }) => permissions)).toEqual([
      { contents: 'read' },
      { contents: 'read', actions: 'read', 'pull-requests': 'write' },
    ]);
  });

  it('fails validation of what is bad on its line, and reports all the same', async () => {
    const { validate, report } = await openPullRequest({ 'bad.md': '' }, 'eve/fork');

    expect(validate?.conclusion).toBe('failure');
    expect(validate?.jobs[0]?.annotations[0]).toEqual({
      ...{ level: 'error', file: 'bad.md', line: 1, message: 'It is bad' },
    });
    expect(report?.conclusion).toBe('success');
  });

  it('reads the report of another run only with the permission to', async () => {
    const files = await catalogue();
    const path = '.github/workflows/report.yml';
    const { forge, executor } = await startRunner();
    forge.environments.set('control', { secrets: { APP_KEY: 'k' }, variables: {} });
    const less = { ...files, [path]: files[path]!.replace('actions: read, ', '') };
    const sha = forge.commit(less);
    forge.emit({
      ...{ name: 'pull_request', action: 'opened', sha, ref: 'refs/pull/7/merge' },
      payload: pullRequest(sha, sha),
    });
    await executor.idle();

    expect(executor.runs[1]?.conclusion).toBe('failure');
    expect(executor.runs[1]?.jobs[0]?.log).toContain('found 403 actions=read');
  });

  it('plans a matrix, fans out, and gathers', async () => {
    const { forge, executor } = await startRunner();
    const sha = forge.commit(await catalogue());
    const payload = { inputs: { trials: '3' } };

    forge.emit({ name: 'workflow_dispatch', workflow: 'matrix.yml', sha, payload });
    await executor.idle();
    const [run] = executor.runs;

    expect(run?.jobs.map(({ name }) => name).sort()).toEqual([
      ...['plan', 'reduce', 'trial (1)', 'trial (2)', 'trial (3)'],
    ]);
    expect(run?.jobs.at(-1)?.log).toContain('all: 1 2 3');
    expect(run?.conclusion).toBe('success');
  });

  it('builds and publishes the site when a push touches it', async () => {
    const { forge, executor } = await startRunner();
    forge.environments.set('github-pages', { secrets: {}, variables: {}, branches: ['main'] });
    const files = await catalogue();
    const before = forge.commit(files);
    const other = forge.commit({ ...files, 'module.md': 'changed' });
    const sha = forge.commit({ ...files, 'site/index.html': '<h1>Plants</h1>' });

    forge.emit({ name: 'push', sha: other, payload: { before } });
    await executor.idle();
    forge.emit({ name: 'push', sha, payload: { before } });
    await executor.idle();

    expect(executor.runs.map(({ workflow, conclusion }) => [workflow, conclusion])).toEqual([
      ['site.yml', 'success'],
    ]);
    expect(executor.runs[0]?.jobs[0]?.log).toContain(process.version);
    expect(executor.runs[0]?.jobs[1]?.outputs).toEqual({
      url: `${forge.apiUrl}/acme/catalogue/pages/`,
    });
    expect(forge.runs.get(1)?.artifacts.has('github-pages')).toBe(true);
  });

  it('deploys no site without the permission to', async () => {
    const { forge, executor } = await startRunner();
    forge.environments.set('github-pages', { secrets: {}, variables: {} });
    const files = await catalogue();
    const path = '.github/workflows/site.yml';
    const sha = forge.commit({
      ...{ ...files, 'site/index.html': 'x' },
      [path]: files[path]!.replace('pages: write, ', ''),
    });

    forge.emit({ name: 'push', sha });
    await executor.idle();

    expect(executor.runs[0]?.jobs[1]?.log).toContain('needs the permission pages: write');
  });
});
