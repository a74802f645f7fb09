import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  findGo,
  installAct,
  standIns,
  workflowsOnBranch,
  type Act,
} from '../../helpers/github/act.ts';
import { commandToken, smallGarden } from '../../helpers/github/small-garden.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const hosted = '.github/workflows';
const files = [hosted, 'runner/github/workflows'].flatMap((folder) => {
  return readdirSync(join(root, folder)).map((name) => join(folder, name));
});
const go = findGo();

let act: Act;
beforeAll(async () => {
  if (go !== undefined) act = await installAct(go);
});
afterAll(async () => {
  await act?.remove();
});

/** Docker is not asked for: jobs of a hosted machine run on this one. */
const machine = ['-P', 'ubuntu-24.04=-self-hosted', '--action-offline-mode'];

describe.skipIf(go === undefined)('act, another runner of workflows', () => {
  it.each(files)('finds nothing wrong with %s', async (file) => {
    const { code, log } = await act.run(root, ['--validate', '--strict', '-W', file]);
    expect(code, log).toBe(0);
  });

  it('does find what is wrong', async () => {
    const text = readFileSync(join(root, hosted, 'command.yml'), 'utf8');
    const folder = await tempFolder({ 'a.yml': text.replace('runs-on:', 'runs-onn:') });
    const { code, log } = await act.run(folder, ['--validate', '--strict', '-W', 'a.yml']);
    expect(code).not.toBe(0);
    expect(log).toContain('runs-onn');
  });

  it('lists every job of the hosted workflows', async () => {
    const { code, log } = await act.run(root, ['--list', '-W', hosted]);
    expect(code, log).toBe(0);
    for (const name of readdirSync(join(root, hosted))) expect(log).toContain(name);
  });

  it('runs command.yml from its first step to the answer on the local GitHub, but for the two actions that lie on GitHub', async () => {
    const { hub, openIssue, answer } = await smallGarden();
    const issue = await openIssue('ada', 'A question');
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
    const where = { owner: 'garden', repo: 'orangery', issue_number: issue };
    await hub.as('ada').request(route, { ...where, body: '/benchmark leaf-classifier' });
    const event = hub.events.findLast(({ name }) => name === 'issue_comment')!;
    const { code, log } = await runCommandYml(hub.url, await commandToken(hub), event.payload);
    expect(code, log).toBe(0);
    expect(await answer(issue)).toContain('`leaf-classifier` is in the queue for a benchmark');
    expect(hub.problems).toEqual([]);
  });

  it('is stopped by the first step on another branch, before it has a token', async () => {
    const nowhere = 'http://127.0.0.1:9';
    const byPerson = { comment: { user: { type: 'User' } } };
    const { code, log } = await runCommandYml(nowhere, 'none', byPerson, 'of-ada');
    expect(code).not.toBe(0);
    expect(log).toContain('Failure - Main test "$GITHUB_REF" = refs/heads/main');
    expect(log).not.toContain('Main actions/create-github-app-token');
    expect(log).not.toContain('Main ./actions/command');
  });
});

async function runCommandYml(url: string, token: string, payload: unknown, branch = 'main') {
  const folder = await tempFolder();
  const stand = await tempFolder();
  const event = join(stand, 'event.json');
  await workflowsOnBranch(folder, branch);
  await writeFile(event, JSON.stringify(payload));
  const text = readFileSync(join(root, hosted, 'command.yml'), 'utf8');
  const replaced = (await standIns(stand, token)).flatMap((name) => {
    const pinned = new RegExp(`actions/${name}@\\w{40}`).exec(text)![0];
    return ['--local-repository', `${pinned}=${join(stand, name)}`];
  });
  const env = [`GITHUB_API_URL=${url}`, `ORANGERY_TEST_SOURCE=${folder}`];
  return act.run(folder, [
    ...['issue_comment', '-W', `${hosted}/command.yml`, '-e', event, ...machine, ...replaced],
    ...env.flatMap((one) => ['--env', one]),
    ...['--var', 'ORANGERY_RUNNER_REPOSITORY=garden/orangery-runner'],
  ]);
}
