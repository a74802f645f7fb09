import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { localGitHub } from '../../../helpers/github/local-github.ts';

/** An address of this machine that others may reach. */
const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4');
const o = { owner: 'acme', repo: 'catalogue' };

describe('people', () => {
  it('keep their id, their words and their forks when they are renamed', async () => {
    const hub = await localGitHub();
    await hub.fork('mary', 'acme/catalogue');
    await hub.as('mary').rest.issues.create({ ...o, title: 'x' });
    const id = hub.idOf('mary');
    hub.renameAccount('mary', 'marie');
    const { rest } = hub.as('mary');
    const { data: me } = await rest.users.getAuthenticated();
    const { data: issue } = await rest.issues.get({ ...o, issue_number: 1 });
    expect([me.login, issue.user?.login, issue.user?.id]).toEqual(['marie', 'marie', id]);
    await rest.repos.get({ ...o, owner: 'marie' });
    await expect(rest.users.getByUsername({ username: 'mary' })).rejects.toThrow('Not Found');
  });

  it('may nothing more once they are removed', async () => {
    const hub = await localGitHub();
    const dispatch = { ...o, workflow_id: 'validate.yml', ref: 'main' };
    await hub.as('dora').rest.actions.createWorkflowDispatch(dispatch);
    hub.removeMember('dora');
    const member = { org: 'acme', username: 'dora' };
    await expect(hub.as('ada').rest.orgs.checkMembershipForUser(member)).rejects.toThrow();
    await expect(
      hub.as('dora').rest.actions.createWorkflowDispatch(dispatch),
    ).rejects.toMatchObject({ status: 403 });
  });

  it('are nobody once their account is deleted, and what they wrote is by a ghost', async () => {
    const hub = await localGitHub();
    const { data: issue } = await hub.as('mary').rest.issues.create({ ...o, title: 'x' });
    const id = hub.idOf('mary');
    hub.deleteAccount('mary');
    const { rest, request } = hub.as('ada');
    const { data } = await rest.issues.get({ ...o, issue_number: issue.number });
    expect(data.user?.login).toBe('ghost');
    const missing = { status: 404 };
    await expect(rest.users.getByUsername({ username: 'mary' })).rejects.toMatchObject(missing);
    const byId = request('GET /user/{account_id}', { account_id: id });
    await expect(byId).rejects.toMatchObject(missing);
    const mine = hub.as('mary').rest.issues.create({ ...o, title: 'y' });
    await expect(mine).rejects.toMatchObject({ status: 401 });
  });

  it('are told when their token has expired, at once or after some requests', async () => {
    const hub = await localGitHub();
    const { rest } = hub.as('mary');
    hub.expireToken(hub.tokenOf('mary'), 2);
    await rest.repos.get(o);
    await rest.repos.get(o);
    await expect(rest.repos.get(o)).rejects.toMatchObject({ status: 401 });
    hub.expireToken(hub.tokenOf('ada'));
    await expect(hub.as('ada').rest.repos.get(o)).rejects.toMatchObject({ status: 401 });
  });

  it('label by a form, which they cannot by themselves', async () => {
    const hub = await localGitHub();
    const form = { title: 'x', body: 'y', labels: ['retrain'] };
    const number = await hub.submitIssueForm('stranger', 'acme/catalogue', form);
    const { data: byForm } = await hub.as('ada').rest.issues.get({ ...o, issue_number: number });
    const { data: byHand } = await hub.as('stranger').rest.issues.create({ ...o, ...form });
    const names = (labels: typeof byForm.labels) => labels.map((one) => Object(one).name);
    expect([names(byForm.labels), names(byHand.labels)]).toEqual([['retrain'], []]);
  });
});

describe('the local GitHub', () => {
  it('fails as often as it is asked to, and where', async () => {
    const hub = await localGitHub();
    hub.failNext({ method: 'GET', path: /\/git\/ref\//, status: 502, times: 2 });
    const { rest } = hub.asApp();
    const read = () => rest.git.getRef({ ...o, ref: 'heads/main' });
    await rest.repos.get(o);
    await expect(read()).rejects.toMatchObject({ status: 502 });
    await expect(read()).rejects.toMatchObject({ status: 502 });
    await read();
  });

  it('lists 3,000 files of a pull request, and counts all', async () => {
    const hub = await localGitHub();
    const repository = await hub.fork('mary', 'acme/catalogue');
    const files = Object.fromEntries(
      Array.from({ length: 3001 }, (_, index) => [`modules/iris/${index}.txt`, `${index}\n`]),
    );
    await hub.pushFiles({ login: 'mary', repository, branch: 'many', files });
    const { rest, paginate } = hub.as('mary');
    const order = { ...o, title: 'x', head: 'mary:many', base: 'main' };
    const { data: pull } = await rest.pulls.create(order);
    expect([pull.changed_files, pull.additions]).toEqual([3001, 3001]);
    const one = { ...o, pull_number: pull.number, per_page: 100 };
    expect(await paginate(rest.pulls.listFiles, one)).toHaveLength(3000);
  });

  it('never tells a secret', async () => {
    const hub = await localGitHub();
    hub.setSecret('acme/runner', 'gpu', 'TOKEN', 'the value of it');
    expect(hub.forge.environment('acme/runner', 'gpu')).toEqual({
      ...{ secrets: { TOKEN: 'the value of it' }, variables: {}, branches: ['main'] },
    });
    const { rest } = hub.as('ada');
    const place = { ...o, repo: 'runner', environment_name: 'gpu' };
    await rest.actions.listEnvironmentSecrets(place);
    await rest.repos.getEnvironment(place);
    expect(JSON.stringify(hub.exchanges)).toContain('TOKEN');
    expect(JSON.stringify(hub.exchanges)).not.toContain('the value of it');
    expect(hub.forge.environment('acme/runner', 'other')).toBeNull();
  });

  it('starts with three thousand files in a moment, named as Git names them', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [
        `modules/m${index % 50}/f${index}.bin`,
        Buffer.alloc(3500, index),
      ]),
    );
    const started = performance.now();
    const hub = await localGitHub({ repositories: [{ name: 'catalogue', files }] });
    expect(performance.now() - started).toBeLessThan(10_000);
    const { data } = await hub.as('ada').rest.repos.getBranch({ ...o, branch: 'main' });
    expect(await hub.forge.readFiles('acme/catalogue', data.commit.sha)).toHaveLength(3000);
  });

  it.skipIf(!outside)('listens on loopback alone', async () => {
    const hub = await localGitHub();
    const { port } = new URL(hub.url);
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: outside!.address, port: Number(port), timeout: 2000 });
      const end = (value: boolean) => {
        socket.destroy();
        resolve(value);
      };
      socket.once('connect', () => end(true));
      socket.once('error', () => end(false));
      socket.once('timeout', () => end(false));
    });
    expect(reached).toBe(false);
  });

  it('leaves nothing running when it is closed', async () => {
    const program = `
      import { startLocalGitHub } from './actions/local-github/server/index.ts';
      const hub = await startLocalGitHub({
        organisation: { login: 'acme', owners: ['ada'] }, people: ['ada'],
        repositories: [{ name: 'c' }], app: { slug: 'a', permissions: {} },
      });
      await hub.as('ada').rest.users.getAuthenticated();
      await hub.close();
      console.log('closed');
    `;
    const args = ['--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
    expect(stdout).toBe('closed\n');
  });
});
