import { describe, expect, it } from 'vitest';
import { localGitHub, type CheckedGitHub } from '../../../helpers/github/local-github.ts';

type Act = (hub: CheckedGitHub, client: ReturnType<CheckedGitHub['as']>) => Promise<unknown>;

const o = { owner: 'acme', repo: 'catalogue' };
const acts: Readonly<Record<string, Act>> = {
  'read a file': (_, { rest }) => rest.repos.getContent({ ...o, path: 'README.md' }),
  'open an issue': (_, { rest }) => rest.issues.create({ ...o, title: 'x' }),
  comment: (_, { rest }) => rest.issues.createComment({ ...o, issue_number: 1, body: 'x' }),
  label: (_, { rest }) => rest.issues.addLabels({ ...o, issue_number: 1, labels: ['x'] }),
  'close another’s issue': (_, { rest }) =>
    rest.issues.update({ ...o, issue_number: 1, state: 'closed' }),
  dispatch: (_, { rest }) =>
    rest.actions.createWorkflowDispatch({ ...o, workflow_id: 'validate.yml', ref: 'main' }),
  'make a blob': (_, { rest }) => rest.git.createBlob({ ...o, content: 'x' }),
  'push to a branch': async (_, { rest }) => {
    const { data } = await rest.git.getRef({ ...o, ref: 'heads/main' });
    return rest.git.createRef({ ...o, ref: 'refs/heads/x', sha: data.object.sha });
  },
  'change an environment': (_, { rest }) =>
    rest.repos.createOrUpdateEnvironment({ ...o, environment_name: 'x' }),
  'read a team': (_, { rest }) =>
    rest.teams.listMembersInOrg({ org: 'acme', team_slug: 'dispatch' }),
  'change a team': (_, { rest }) =>
    rest.teams.addOrUpdateMembershipForUserInOrg({
      ...{ org: 'acme', team_slug: 'dispatch', username: 'mary' },
    }),
  'read the private repository': (_, { rest }) => rest.repos.get({ ...o, repo: 'runner' }),
};

async function outcomes(hub: CheckedGitHub, client: ReturnType<CheckedGitHub['as']>) {
  const rows: string[] = [];
  for (const [name, act] of Object.entries(acts)) {
    const status = await act(hub, client).then(
      () => 'yes',
      (error: { status: number }) => error.status,
    );
    rows.push(`${name}: ${status}`);
  }
  return rows;
}

async function withIssue(): Promise<CheckedGitHub> {
  const hub = await localGitHub();
  await hub.as('ben').rest.issues.create({ ...o, title: 'by somebody else' });
  return hub;
}

describe('what a person may', () => {
  it.each(['stranger', 'alan', 'dora', 'ada'])('%s, by role', async (login) => {
    const hub = await withIssue();
    expect(await outcomes(hub, hub.as(login))).toMatchSnapshot();
  });

  it('changes his own words, and those of others only with write', async () => {
    const hub = await withIssue();
    const comment = { ...o, issue_number: 1, body: 'x' };
    const { data } = await hub.as('alan').rest.issues.createComment(comment);
    const edit = (login: string) =>
      hub.as(login).rest.issues.updateComment({ ...o, comment_id: data.id, body: login });
    await edit('alan');
    for (const login of ['stranger', 'mary']) {
      await expect(edit(login)).rejects.toMatchObject({ status: 403 });
    }
    await edit('dora');
  });

  it('sees a draft release only with write', async () => {
    const hub = await localGitHub();
    const { data } = await hub
      .asApp()
      .rest.repos.createRelease({ ...o, tag_name: 'a', draft: true });
    const one = { ...o, release_id: data.id };
    await hub.as('dora').rest.repos.getRelease(one);
    await expect(hub.as('alan').rest.repos.getRelease(one)).rejects.toMatchObject({ status: 404 });
    expect((await hub.as('alan').rest.repos.listReleases(o)).data).toEqual([]);
  });

  it('opens no pull request from the branch of another', async () => {
    const hub = await localGitHub();
    const fork = await hub.fork('mary', 'acme/catalogue');
    await hub.pushFiles({ login: 'mary', repository: fork, branch: 'a', files: { a: 'a' } });
    const order = { ...o, title: 'a', head: 'mary:a', base: 'main' };
    await expect(hub.as('alan').rest.pulls.create(order)).rejects.toMatchObject({ status: 403 });
  });

  it('of the organisation, the last owner stays', async () => {
    const hub = await localGitHub();
    const { rest } = hub.as('ada');
    await rest.orgs.removeMember({ org: 'acme', username: 'ben' });
    const self = { org: 'acme', username: 'ada' };
    await expect(rest.orgs.removeMember(self)).rejects.toMatchObject({ status: 403 });
    await expect(rest.orgs.setMembershipForUser({ ...self, role: 'member' })).rejects.toMatchObject(
      {
        status: 403,
      },
    );
  });

  it('nobody who has not signed in changes anything', async () => {
    const hub = await withIssue();
    const anonymous = await fetch(`${hub.url}/repos/acme/catalogue/issues`, {
      method: 'POST',
      body: '{"title":"x"}',
    });
    expect(anonymous.status).toBe(401);
    const read = await fetch(`${hub.url}/repos/acme/catalogue/contents/README.md`);
    expect(read.status).toBe(200);
    expect((await fetch(`${hub.url}/repos/acme/runner`)).status).toBe(404);
  });
});

describe('what a token may', () => {
  it('a job without permissions: nothing, not even to read its public repository', async () => {
    const hub = await withIssue();
    const refused = await outcomes(hub, hub.asJob('acme/catalogue', {}));
    expect(refused.filter((row) => !/: (403|404)$/.test(row))).toEqual([]);
  });

  it('a job with all permissions of its repository: nothing of the organisation or of another', async () => {
    const hub = await withIssue();
    const permissions = {
      contents: 'write',
      issues: 'write',
      'pull-requests': 'write',
      actions: 'write',
      members: 'write',
    } as const;
    expect(await outcomes(hub, hub.asJob('acme/catalogue', permissions))).toMatchSnapshot();
  });

  it('a job opens a pull request only where the repository lets it', async () => {
    const repositories = [{ name: 'catalogue' }, { name: 'open', jobsMayOpenPullRequests: true }];
    const hub = await localGitHub({
      repositories,
      organisation: { login: 'acme', owners: ['ada', 'ben'] },
    });
    const open = async (repo: string) => {
      const repository = `acme/${repo}`;
      await hub.pushFiles({ login: 'ada', repository, branch: 'a', files: { a: 'a' } });
      const { rest } = hub.asJob(repository, { 'pull-requests': 'write' });
      return rest.pulls.create({ ...o, repo, title: 'a', head: 'a', base: 'main' });
    };
    await expect(open('catalogue')).rejects.toThrow('not permitted to create');
    expect((await open('open')).data.user.login).toBe('github-actions[bot]');
  });

  it('an artifact is fetched by its address alone, which nobody guesses', async () => {
    const hub = await localGitHub();
    hub.emitSchedule('acme/catalogue', 'nightly.yml');
    const run = hub.forge.createRun({
      repository: 'acme/catalogue',
      workflow: 'nightly.yml',
      name: 'nightly',
      event: hub.events[0]!,
    });
    hub.forge.storeArtifact(run, 'report', Buffer.from('zip'));
    const zip = `${hub.url}/repos/acme/catalogue/actions/artifacts/1/zip`;
    const headers = { authorization: `Bearer ${hub.tokenOf('alan')}` };
    const { headers: answered } = await fetch(zip, { headers, redirect: 'manual' });
    const location = answered.get('location') ?? '';
    expect(await (await fetch(location)).text()).toBe('zip');
    expect((await fetch(location.replace(/.$/, '_'))).status).toBe(404);
  });

  it('is told which permission is missing', async () => {
    const hub = await withIssue();
    const { rest } = hub.asJob('acme/catalogue', { contents: 'read', 'pull-requests': 'write' });
    const onPlainIssue = { ...o, issue_number: 1, body: 'x' };
    await expect(rest.issues.createComment(onPlainIssue)).rejects.toMatchObject({
      status: 403,
      response: {
        headers: { 'x-accepted-github-permissions': 'issues=write' },
        data: { message: 'Resource not accessible by integration' },
      },
    });
    await expect(rest.git.createBlob({ ...o, content: 'x' })).rejects.toMatchObject({
      response: { headers: { 'x-accepted-github-permissions': 'contents=write' } },
    });
  });

  it('refuses operations that no row of the table names', async () => {
    const hub = await withIssue();
    for (const path of ['/search/code?q=x', '/repos/acme/catalogue/hooks', '/_emulate/state']) {
      await expect(hub.asApp().request(`GET ${path}`)).rejects.toMatchObject({ status: 404 });
    }
  });

  it('drafts need contents: write too, as GitHub has it', async () => {
    const hub = await localGitHub();
    const fork = await hub.fork('mary', 'acme/catalogue');
    const files = { 'modules/iris/a.txt': 'a' };
    await hub.pushFiles({ login: 'mary', repository: fork, branch: 'a', files });
    const order = { ...o, title: 'a', head: 'mary:a', base: 'main', draft: true };
    const { data: pull } = await hub.as('mary').rest.pulls.create(order);
    const query =
      'mutation ($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId } }';
    const ready = (permissions: Parameters<CheckedGitHub['asJob']>[1]) =>
      hub.asJob('acme/catalogue', permissions).graphql(query, { id: pull.node_id });
    await expect(ready({ 'pull-requests': 'write' })).rejects.toThrow(
      'Resource not accessible by integration',
    );
    await ready({ 'pull-requests': 'write', contents: 'write' });
    const { data } = await hub.as('mary').rest.pulls.get({ ...o, pull_number: pull.number });
    expect(data.draft).toBe(false);
  });
});
