import { describe, expect, it } from 'vitest';
import { syncAccess } from '../../../actions/sync-access/src/main.ts';
import { caught } from '../../helpers/caught.ts';
import {
  rules,
  syncGarden,
  type SyncGarden,
} from '../../helpers/github/organisation/sync-garden.ts';

const schedule = { name: 'schedule', run: 1, payload: {} };
const catalogue = 'garden/orangery';

/** The rules with the app-developers listed by id. */
function withMembers({ hub }: SyncGarden, logins: readonly string[]): string {
  const people = logins.map((login) => `    - { login: ${login}, id: ${hub.idOf(login)} }`);
  return `${rules}members:\n  app-developers:\n${people.join('\n')}\n`;
}

async function openPulls({ world }: SyncGarden) {
  return world(schedule).control.catalogue.listPullRequests();
}

describe('sync-access on the local GitHub', () => {
  it('makes the organisation as access.yml says; planned again, only the pull request waits', async () => {
    const garden = await syncGarden();
    const { hub, organisation, world, changeRules } = garden;
    const push = await changeRules(`${rules}# changed\n`);
    const said = await syncAccess('apply', world(push));
    expect(said).toMatchInlineSnapshot(`
      "| | where | what |
      | --- | --- | --- |
      | \`~\` | organisation | jobs\\: token read, may not approve; approval of all\\_external\\_contributors |
      | \`~\` | organisation | machines of group orangery only for garden/orangery\\-runner |
      | \`~\` | garden/orangery | environment control only for main |
      | \`~\` | garden/orangery | environment github\\-pages only for main |
      | \`~\` | garden/orangery | rules "only the App" |
      | \`~\` | garden/orangery | rules "main is merged" |
      | \`~\` | garden/orangery | rules "main is checked" |
      | \`~\` | garden/orangery | rules "records" |
      | \`~\` | garden/orangery\\-runner | environment gpu only for main |
      | \`~\` | garden/orangery\\-runner | rules "only the App" |
      | \`~\` | garden/orangery\\-runner | rules "main is merged" |
      | \`+\` | team admins | none → admin in garden/orangery |
      | \`+\` | team model\\-developers | none → triage in garden/orangery |
      | \`~\` | team app\\-developers | write → triage in garden/orangery |
      | \`-\` | team visitors | maintain → none in garden/orangery |
      | \`+\` | team admins | none → admin in garden/orangery\\-runner |
      | \`~\` | \\.github/CODEOWNERS | propose it by a pull request |
      "
    `);
    expect(await organisation.listTeamPermissions(catalogue)).toEqual({
      admins: 'admin',
      'app-developers': 'triage',
      'model-developers': 'triage',
    });
    expect(await organisation.listEnvironments(catalogue)).toContainEqual({
      ...{ name: 'control', branches: ['main'] },
    });
    expect((await organisation.listRulesets(catalogue)).map(({ name }) => name)).toEqual([
      ...['only the App', 'main is merged', 'main is checked', 'records'],
    ]);
    const [proposal] = await openPulls(garden);
    expect(proposal).toMatchObject({ author: { login: 'orangery[bot]' } });
    const owners = await world(push).control.catalogue.readText(
      '.github/CODEOWNERS',
      proposal!.head.sha,
    );
    expect(owners).toMatch(/^\/actions\/ +@garden\/admins$/m);
    expect(await syncAccess('plan', world(schedule))).toMatch(
      /where[^]*--- \|\n.*CODEOWNERS.*\|\n$/,
    );
    await syncAccess('apply', world(push));
    expect(await openPulls(garden)).toHaveLength(1);
    expect(hub.problems).toEqual([]);
  });

  it('lets nobody push any more, and the App merge what is checked', async () => {
    const { hub, world, changeRules } = await syncGarden();
    await syncAccess('apply', world(await changeRules(`${rules}# changed\n`)));
    const push = { login: 'root', repository: catalogue, files: { a: 'b' } };
    await expect(hub.pushFiles({ ...push, branch: 'main' })).rejects.toThrow();
    await expect(hub.pushFiles({ ...push, branch: 'mine' })).rejects.toThrow();
    const { control } = world(schedule);
    const parent = await control.catalogue.getBranch('main');
    const commit = await control.catalogue.createCommit({
      parent,
      message: 'a',
      files: { a: 'b' },
    });
    expect(await control.catalogue.createBranch('orangery/a', commit)).toBe(true);
    const order = { branch: 'orangery/a', title: 'a', body: '', isDraft: false };
    const pull = await control.catalogue.openPullRequest(order);
    expect(await control.catalogue.mergePullRequest(pull.number, commit, 'a')).toBe(false);
    expect(hub.problems).toEqual([]);
  });

  it('takes out by id who is not listed, with keys and requests, and leaves the others', async () => {
    const keys = `keys:
  - { id: aaaaaaaa, sha256: ${'a'.repeat(64)}, issuer: ivo, consumer: x, created: '2026-11-01T00:00:00Z' }
  - { id: bbbbbbbb, sha256: ${'b'.repeat(64)}, issuer: ada, consumer: y, created: '2026-11-01T00:00:00Z' }
`;
    const deployment = `schema: deployment/1
owner: { login: ada, id: 1003 } # hers
stages:
  staging: { module: leaf-classifier@1.0.0, commit: '${'a'.repeat(40)}' }
${keys}`;
    const garden = await syncGarden({ 'deployments/leaves.yml': deployment });
    const { hub, organisation, world, changeRules, log } = garden;
    await syncAccess('apply', world(await changeRules(`${rules}# changed\n`)));
    const form = { title: 'Retrain', body: 'x', labels: ['retrain'] };
    const [his, hers] = [
      await hub.submitIssueForm('ivo', catalogue, form),
      await hub.submitIssueForm('ada', catalogue, form),
    ];
    hub.renameAccount('ada', 'adele');
    const text =
      withMembers(garden, ['ida', 'ina']).replace(/$/, '') + `    - { login: ada, id: 1003 }\n`;
    await syncAccess('apply', world(await changeRules(text)));
    const members = await organisation.listTeamMembers('app-developers');
    expect(members.map(({ login }) => login).sort()).toEqual(['adele', 'ida', 'ina']);
    const { control } = world(schedule);
    expect((await control.catalogue.getIssue(his))?.state).toBe('closed');
    expect((await control.catalogue.getIssue(hers))?.state).toBe('open');
    const pull = (await openPulls(garden)).find(({ title }) => title === 'Revoke keys of leaves');
    const left = await control.catalogue.readText('deployments/leaves.yml', pull!.head.sha);
    expect(left).toContain('issuer: ada');
    expect(left).not.toContain('issuer: ivo');
    expect(left).toContain('# hers');
    expect(log.slice(-2)).toEqual([
      `#${his}: closed, ivo has no role any more`,
      `deployments/leaves.yml: #${pull!.number} revokes 1 keys`,
    ]);
    expect(hub.problems).toEqual([]);
  });

  it('changes nothing when a guard refuses', async () => {
    const garden = await syncGarden();
    const { hub, world, changeRules } = garden;
    const push = await changeRules(withMembers(garden, ['ada']));
    const before = hub.exchanges.length;
    expect(await caught(() => syncAccess('apply', world(push)))).toBe(
      'ACCESS_REFUSED This plan: expected no refusals, found Expected at most 1 of 7 people to lose something, found 3: ida, ina, ivo',
    );
    const written = hub.exchanges.slice(before).filter(({ method }) => method !== 'GET');
    expect(written).toEqual([]);
  });

  it('lets a push that leaves the rules alone change nothing', async () => {
    const { world, changeRules } = await syncGarden();
    expect(await syncAccess('apply', world(await changeRules(rules)))).toContain('does not touch');
  });

  it('says what differs in one issue, and closes it', async () => {
    const garden = await syncGarden();
    const { hub, world } = garden;
    const { catalogue: github } = world(schedule).control;
    await syncAccess('drift', world(schedule));
    await syncAccess('drift', world(schedule));
    const [issue, ...more] = await github.listIssues('drift');
    expect(more).toEqual([]);
    const comments = await github.listComments(issue!.number);
    expect(comments.map(({ body }) => body.includes('visitors'))).toEqual([true]);
    await syncAccess('apply', world({ ...schedule, name: 'workflow_dispatch' }));
    const [proposal] = await openPulls(garden);
    const text = await github.readText('.github/CODEOWNERS', proposal!.head.sha);
    await garden.changeMain({ '.github/CODEOWNERS': text ?? '' });
    expect(await syncAccess('drift', world(schedule))).toContain(`#${issue!.number} is closed`);
    expect(await github.listIssues('drift')).toEqual([]);
    expect(hub.problems).toEqual([]);
  });
});
