import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pinnedAction } from '../../../../../actions/local-github/executor/pinned/pinned-actions.ts';
import { caught } from '../../../../helpers/caught.ts';
import { oneJob, runOnPush, startRunner } from '../../../../helpers/github/executed.ts';
import { tempFolder } from '../../../../helpers/temp-folder.ts';

const checkout = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1';
const upload = 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f';
const download = 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c';
const appToken = 'actions/create-github-app-token@1b10c78c7865c340bc4f6099eb2f838309f1e8c3';
const attest = 'actions/attest@1e69f48acb82d1966a394da916b4c1698aa569d6';

describe('pinnedAction', () => {
  it.each([
    'actions/checkout@v7',
    'actions/checkout@0000000000000000000000000000000000000000',
    'actions/cache@3d3c42e5aac5ba805825da76410c181273ba90b1',
    'docker://alpine',
    'toString',
  ])('refuses %s by name', async (uses) => {
    expect(await caught(() => pinnedAction(uses))).toBe(
      `ACCESS_REFUSED uses: ${uses} is refused: it is not one of the pinned actions`,
    );
  });
});

describe('checkout', () => {
  it('writes links and programs as they are, and git works there', async () => {
    const runner = await startRunner();
    const sha = runner.forge.commit({
      '.github/workflows/test.yml': oneJob(`
- uses: ${checkout}
  with: { persist-credentials: false }
- run: |
    ls -l run.sh link | cut -c1-10
    test -d sub && git status --short && git log --format=%s
    git config --get-regexp 'include|extraheader' || echo "no credentials"
`),
      'run.sh': { mode: '100755', content: Buffer.from('x') },
      link: { mode: '120000', content: Buffer.from('run.sh') },
      sub: { mode: '160000', content: Buffer.from('') },
    });
    runner.forge.emit({ name: 'push', sha });
    await runner.executor.idle();
    const log = runner.executor.runs[0]?.jobs[0]?.log;

    expect(log).toContain('-rwxr-xr-x');
    expect(log).toContain('lrwxrwxrwx');
    expect(log).toContain(`\n${sha}\n`);
    expect(log).toContain('no credentials');
  });

  it('keeps the token for git unless it is told not to', async () => {
    const run = await runOnPush(
      oneJob(`
- uses: ${checkout}
- run: git config --get-regexp extraheader | cut -d' ' -f1-3
`),
    );

    expect(run.jobs[0]?.log).toMatch(/extraheader AUTHORIZATION: basic/);
  });

  it('never follows a link: neither of an earlier checkout nor of its own commit', async () => {
    const outside = await tempFolder({ 'kept.txt': 'kept' });
    const runner = await startRunner();
    const link = { mode: '120000', content: Buffer.from(outside) };
    const hostile = runner.forge.commit({ tool: link, a: link });
    const twice = runner.forge.commit({ a: link, 'a/kept.txt': 'overwritten' });
    const step = (ref: string, path: string) =>
      `- uses: ${checkout}\n  with: { ref: '${ref}', path: ${path}, persist-credentials: false }\n`;
    const first = await runOnPush(
      oneJob(step(hostile, 'pr') + step('${{ github.sha }}', 'pr/tool/x')),
      { 'kept.txt': 'overwritten' },
      runner,
    );
    const second = await runOnPush(oneJob(step(twice, 'pr')), {}, runner);

    expect(first.jobs[0]?.log).toContain('found a link or file where a folder must be');
    expect(second.jobs[0]?.log).toContain('found a link or file where a folder must be');
    expect(await readFile(join(outside, 'kept.txt'), 'utf8')).toBe('kept');
  });

  it.each(['../out.txt', '/etc/out.txt', '.git/hooks/pre-commit', 'a/.GIT/config', 'a\\..\\b'])(
    'refuses the path %j',
    async (path) => {
      const run = await runOnPush(oneJob(`- uses: ${checkout}`), { [path]: 'x' });

      expect(run.conclusion).toBe('failure');
      expect(run.jobs[0]?.annotations[0]?.message).toMatch(
        /cannot be checked out safely|leads out/,
      );
    },
  );

  it('needs a token that may read', async () => {
    const workflow = oneJob(`- uses: ${checkout}`).replace(
      '{ contents: read }',
      '{ issues: read }',
    );
    const run = await runOnPush(workflow);

    expect(run.jobs[0]?.log).toContain('expected an answer, found 403 contents=read');
  });

  it('refuses inputs that it does not know or support', async () => {
    const run = await runOnPush(oneJob(`- uses: ${checkout}\n  with: { submodules: true }`));
    const other = await runOnPush(oneJob(`- uses: ${checkout}\n  with: { depth: 1 }`));

    expect(run.jobs[0]?.log).toContain('the input submodules is not supported');
    expect(other.jobs[0]?.log).toContain('unexpected input depth');
  });

  it('refuses the code of a fork in a run that follows another', async () => {
    const { forge, executor } = await startRunner();
    const workflow = oneJob(
      `- uses: ${checkout}\n  with: { ref: '\${{ github.event.workflow_run.head_sha }}' }`,
    ).replace('on: push', 'on: { workflow_run: { workflows: [other] } }');
    const sha = forge.commit({ '.github/workflows/a.yml': workflow });
    const head = forge.commit({ 'evil.txt': 'x' });
    const fork = { head_sha: head, head_repository: { full_name: 'eve/fork' }, name: 'other' };

    forge.emit({ name: 'workflow_run', action: 'completed', sha, payload: { workflow_run: fork } });
    await executor.idle();

    expect(executor.runs[0]?.jobs[0]?.log).toContain('it is the code of the fork eve/fork');
  });
});

describe('artifacts', () => {
  it('keeps the paths below what all lines have in common, without hidden files and links', async () => {
    const run = await runOnPush(
      oneJob(`
- run: |
    mkdir -p out/a out/.hidden && echo 1 > out/a/one.txt && echo 2 > out/two.log
    echo 3 > out/.hidden/three.txt && echo 4 > out/skip.txt && ln -s /etc/passwd out/link.txt
- uses: ${upload}
  with:
    name: all
    path: |
      out/**/*.txt
      out/two.log
      !out/skip.txt
- uses: ${download}
  with: { name: all, path: got }
- run: cd got && find . -type f | sort
`),
    );

    expect(run.jobs[0]?.log).toContain('\n./a/one.txt\n./two.log\n##[endgroup]');
    expect(run.conclusion).toBe('success');
  });

  it('finds nothing as it is told to', async () => {
    const step = (what: string) =>
      `- uses: ${upload}\n  with: { path: none/*, if-no-files-found: ${what} }`;
    const warned = await runOnPush(oneJob(step('warn')));
    const failed = await runOnPush(oneJob(step('error')));

    expect(warned.conclusion).toBe('success');
    expect(warned.jobs[0]?.annotations[0]?.level).toBe('warning');
    expect(failed.conclusion).toBe('failure');
  });

  it('refuses a name twice, a name that is no name, and one that is not there', async () => {
    const run = (steps: string) => runOnPush(oneJob(steps));
    const make = '- run: echo x > x\n';
    const store = (name: string) => `- uses: ${upload}\n  with: { name: '${name}', path: x }\n`;
    const twice = await run(make + store('a') + store('a'));
    const bad = await run(make + store('../a'));
    const missing = await run(`- uses: ${download}\n  with: { name: nowhere }`);

    expect(twice.jobs[0]?.log).toContain('an artifact with the name a already exists');
    expect(bad.jobs[0]?.log).toContain('The artifact name is not valid: "../a"');
    expect(missing.jobs[0]?.log).toContain('Artifact not found for name: nowhere');
  });
});

describe('the token of the App', () => {
  const step = (more: string) => `
- id: app
  uses: ${appToken}
  with:
    app-id: '12'
    private-key: key of the app
    ${more}
- run: echo "token \${{ steps.app.outputs.token }}"
`;

  it('is for what the step names, hidden, and ends with the job', async () => {
    const runner = await startRunner();
    const run = await runOnPush(
      oneJob(step('permission-pull-requests: write\n    repositories: runner\n    owner: acme')),
      {},
      runner,
    );
    const [[token, order] = []] = [...runner.forge.appTokens];

    expect(order).toMatchObject({
      ...{ appId: '12', owner: 'acme', repositories: ['runner'] },
      permissions: { pull_requests: 'write' },
    });
    expect(run.jobs[0]?.log).toContain('\ntoken ***\n');
    expect(runner.forge.revoked).toContain(token);
  });

  it.each([
    ['no permission', 'owner: acme', 'repositories must be named'],
    ['all repositories', 'owner: acme\n    permission-issues: read', 'repositories must be named'],
    ['all permissions', 'repositories: a', 'name at least one permission-* input'],
    ['a strange level', 'permission-issues: admin', 'permission-issues cannot be admin'],
    ['an unknown permission', 'permission-everything: write', 'unexpected input'],
  ])('is refused for %s', async (_, more, expected) => {
    const run = await runOnPush(oneJob(step(more)));

    expect(run.jobs[0]?.log).toContain(expected);
  });
});

describe('attest', () => {
  it('notes what would be signed, where the job may sign', async () => {
    const steps = `- run: echo x > x\n- uses: ${attest}\n  with: { subject-path: x }`;
    const allowed = 'permissions: { id-token: write, attestations: write }';
    const good = await runOnPush(oneJob(steps, allowed));
    const bad = await runOnPush(oneJob(steps));

    expect(good.jobs[0]?.log).toContain('GitHub would attest x sha256:73cb3858');
    expect(bad.jobs[0]?.log).toContain('needs the permission id-token: write');
  });

  it('takes its subjects from a file of checksums, and from one place only', async () => {
    const allowed = 'permissions: { id-token: write, attestations: write }';
    const line = `${'a'.repeat(64)}  iris@1.0.0/weights.zip`;
    const stepsOf = (text: string, inputs: string) =>
      `- run: echo "${text}" > sums.txt\n- uses: ${attest}\n  with: { ${inputs} }`;
    const sums = 'subject-checksums: sums.txt';
    const good = await runOnPush(oneJob(stepsOf(line, sums), allowed));
    const bad = await runOnPush(oneJob(stepsOf('no digest', sums), allowed));
    const both = await runOnPush(oneJob(stepsOf(line, `${sums}, subject-path: sums.txt`), allowed));

    expect(good.jobs[0]?.log).toContain(
      `GitHub would attest iris@1.0.0/weights.zip sha256:${'a'.repeat(64)}`,
    );
    expect(bad.jobs[0]?.log).toContain('expected <SHA-256>  <name>, found no digest');
    expect(both.jobs[0]?.log).toContain('give one of subject-path');
  });
});
