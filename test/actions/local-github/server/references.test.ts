import { describe, expect, it } from 'vitest';
import { localGitHub } from '../../../helpers/github/local-github.ts';

const o = { owner: 'acme', repo: 'catalogue' };

describe('a ruleset', () => {
  it('keeps everybody but the App from branches, by every way there is', async () => {
    const hub = await localGitHub();
    const app = hub.asApp().rest;
    const { data: main } = await app.git.getRef({ ...o, ref: 'heads/main' });
    const { sha } = main.object;
    await app.git.createRef({ ...o, ref: 'refs/heads/bot', sha });
    const job = hub.asJob('acme/catalogue', { contents: 'write' });
    for (const { rest } of [hub.as('ada'), hub.as('dora'), job]) {
      const tries = [
        rest.git.createRef({ ...o, ref: 'refs/heads/mine', sha }),
        rest.git.updateRef({ ...o, ref: 'heads/bot', sha, force: true }),
        rest.git.deleteRef({ ...o, ref: 'heads/bot' }),
        rest.repos.createOrUpdateFileContents({
          ...o,
          ...{ path: 'x', branch: 'bot', message: 'x', content: 'aGk=' },
        }),
      ];
      const results = await Promise.allSettled(tries);
      const statuses = results.map((one) => (one.status === 'rejected' ? one.reason.status : 200));
      expect(statuses).toEqual([422, 422, 422, 409]);
    }
    await expect(
      hub.pushFiles({ login: 'ada', repository: 'acme/catalogue', branch: 'main', files: {} }),
    ).rejects.toThrow('Repository rule violations found');
  });

  it('keeps everybody but the App from merging', async () => {
    const hub = await localGitHub();
    const fork = await hub.fork('mary', 'acme/catalogue');
    await hub.pushFiles({ login: 'mary', repository: fork, branch: 'x', files: { a: 'a' } });
    await hub.as('mary').rest.pulls.create({ ...o, title: 'x', head: 'mary:x', base: 'main' });
    const merge = { ...o, pull_number: 1 };
    await expect(hub.as('ada').rest.pulls.merge(merge)).rejects.toMatchObject({ status: 405 });
    const { data: still } = await hub.as('ada').rest.pulls.get(merge);
    expect(still).toMatchObject({ state: 'open', merged: false });
    await hub.asApp().rest.pulls.merge({ ...merge, merge_method: 'squash' });
  });

  it('asks for approvals and checks of the head before a merge', async () => {
    const rules = [
      { type: 'pull_request', parameters: { required_approving_review_count: 1 } },
      {
        type: 'required_status_checks',
        parameters: { required_status_checks: [{ context: 'validate' }] },
      },
    ];
    const ruleset = { name: 'reviewed', enforcement: 'active', conditions: {}, rules };
    const files = { '.github/workflows/validate.yml': 'on: pull_request\n' };
    const hub = await localGitHub({ repositories: [{ name: 'catalogue', files }] });
    const repository = 'acme/catalogue';
    const side = { login: 'dora', repository, branch: 'side', files: { a: 'a' } };
    await hub.pushFiles(side);
    await hub.as('ada').request('POST /repos/acme/catalogue/rulesets', ruleset);
    await expect(hub.pushFiles({ ...side, branch: 'main' })).rejects.toThrow('pull request');
    const { rest } = hub.as('dora');
    await rest.pulls.create({ ...o, title: 'x', head: 'side', base: 'main' });
    const one = { ...o, pull_number: 1 };
    await expect(rest.pulls.merge(one)).rejects.toThrow(
      /approving review[^]*"validate" is expected/,
    );
    await hub.as('alan').rest.pulls.createReview({ ...one, event: 'APPROVE' });
    await expect(rest.pulls.merge(one)).rejects.toThrow('At least 1 approving review');
    const byAda = hub.as('ada').rest.pulls;
    await byAda.createReview({ ...one, event: 'REQUEST_CHANGES', body: 'x' });
    await expect(rest.pulls.merge(one)).rejects.toThrow('At least 1 approving review');
    await byAda.createReview({ ...one, event: 'APPROVE' });
    await expect(rest.pulls.merge(one)).rejects.toThrow('"validate" is expected');
    const event = hub.events.find(({ name }) => name === 'pull_request')!;
    const workflow = { workflow: 'validate.yml', name: 'validate' };
    const run = hub.forge.createRun({ repository, ...workflow, event });
    const job = { name: 'validate', status: 'completed', log: '' } as const;
    hub.forge.putJob(run, { ...job, conclusion: 'failure' });
    await expect(rest.pulls.merge(one)).rejects.toThrow('"validate" is expected');
    hub.forge.putJob(run, { ...job, conclusion: 'success' });
    await rest.pulls.merge(one);
  });

  it('of the organisation holds as well, until it is disabled', async () => {
    const hub = await localGitHub({ repositories: [{ name: 'catalogue' }] });
    const { rest } = hub.as('ada');
    const { data: ruleset } = await rest.repos.createOrgRuleset({
      ...{ org: 'acme', name: 'no releases', target: 'branch', enforcement: 'active' },
      conditions: {
        ref_name: { include: ['refs/heads/release/**'], exclude: [] },
        repository_name: { include: ['~ALL'], exclude: [] },
      },
      rules: [{ type: 'creation' }],
    });
    const push = (branch: string) =>
      hub.pushFiles({ login: 'dora', repository: 'acme/catalogue', branch, files: { a: branch } });
    await push('other');
    await expect(push('release/1')).rejects.toThrow('creations being restricted');
    const { data: rules } = await rest.repos.getBranchRules({ ...o, branch: 'release/1' });
    expect(rules).toMatchObject([{ type: 'creation', ruleset_source_type: 'Organization' }]);
    const change = { org: 'acme', ruleset_id: ruleset.id, enforcement: 'disabled' as const };
    await rest.repos.updateOrgRuleset(change);
    await push('release/1');
  });
});

describe('a branch', () => {
  it('is moved back only by force', async () => {
    const hub = await localGitHub();
    const { rest } = hub.asApp();
    const { data: main } = await rest.git.getRef({ ...o, ref: 'heads/main' });
    const put = { ...o, path: 'x', branch: 'main', message: 'x', content: 'aGk=' };
    await rest.repos.createOrUpdateFileContents(put);
    const back = { ...o, ref: 'heads/main', sha: main.object.sha };
    await expect(rest.git.updateRef(back)).rejects.toMatchObject({ status: 422 });
    await rest.git.updateRef({ ...back, force: true });
  });

  it('of two who move it from the same commit, one moves it', async () => {
    const hub = await localGitHub();
    const { rest } = hub.asApp();
    const { data: main } = await rest.git.getRef({ ...o, ref: 'heads/main' });
    const { data: parent } = await rest.git.getCommit({ ...o, commit_sha: main.object.sha });
    const commits = await Promise.all(
      ['one', 'two'].map((message) =>
        rest.git.createCommit({
          ...o,
          ...{ message, tree: parent.tree.sha, parents: [parent.sha] },
        }),
      ),
    );
    const results = await Promise.allSettled(
      commits.map(({ data }) => rest.git.updateRef({ ...o, ref: 'heads/main', sha: data.sha })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('a file is changed only by whoever names what it was', async () => {
    const hub = await localGitHub();
    const { rest } = hub.asApp();
    const put = { ...o, path: 'README.md', message: 'x', content: 'aGk=' };
    await expect(rest.repos.createOrUpdateFileContents(put)).rejects.toMatchObject({ status: 422 });
    const sha = 'f'.repeat(40);
    await expect(rest.repos.createOrUpdateFileContents({ ...put, sha })).rejects.toMatchObject({
      status: 409,
    });
  });

  it('a tree is made without a file only where the file is', async () => {
    const hub = await localGitHub();
    const { rest } = hub.asApp();
    const { data: main } = await rest.repos.getBranch({ ...o, branch: 'main' });
    const without = (path: string) => {
      const tree = [{ path, mode: '100644' as const, type: 'blob' as const, sha: null }];
      return rest.git.createTree({ ...o, base_tree: main.commit.commit.tree.sha, tree });
    };
    await without('modules/iris/module.md');
    await expect(without('modules/iris/none.md')).rejects.toMatchObject({ status: 422 });
  });

  it('keeps links and submodules as what they are', async () => {
    const hub = await localGitHub({ repositories: [{ name: 'catalogue' }] });
    const commit = '1'.repeat(40);
    await hub.pushFiles({
      ...{ login: 'dora', repository: 'acme/catalogue', branch: 'x' },
      files: {
        'modules/a/link': { mode: '120000', content: '../../README.md' },
        'modules/a/sub': { mode: '160000', content: commit },
        'modules/a/run.sh': { mode: '100755', content: 'x' },
      },
    });
    const { rest } = hub.as('alan');
    const { data } = await rest.git.getTree({ ...o, tree_sha: 'x', recursive: 'true' });
    const inside = data.tree.filter(({ path }) => path?.startsWith('modules/a/'));
    expect(inside.map(({ mode, type, path }) => `${mode} ${type} ${path}`)).toEqual([
      '120000 blob modules/a/link',
      '100755 blob modules/a/run.sh',
      '160000 commit modules/a/sub',
    ]);
    const { data: file } = await rest.repos.getContent({
      ...o,
      ...{ path: 'modules/a/link', ref: 'x' },
    });
    expect(file).toMatchObject({ type: 'file', path: 'modules/a/link' });
  });
});

it('names owners in CODEOWNERS that would be ignored', async () => {
  const text = '* @acme/dispatch\n/a/ @alan @nobody # @stranger\n/b/ @acme/none @ada\n';
  const hub = await localGitHub({
    repositories: [{ name: 'catalogue', files: { '.github/CODEOWNERS': text } }],
  });
  const { data } = await hub.as('ada').rest.repos.codeownersErrors(o);
  expect(data.errors.map(({ line, column }) => [line, column])).toEqual([
    [2, 5],
    [2, 11],
    [3, 5],
  ]);
  expect(hub.problems).toEqual([]);
});
