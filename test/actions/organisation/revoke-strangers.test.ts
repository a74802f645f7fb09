import { expect, it } from 'vitest';
import { revokeStrangers } from '../../../actions/organisation/revoke-people.ts';
import {
  comment,
  contribute,
  deploymentText,
  handle,
  moduleText,
  openIssue,
  plantGarden,
  type Garden,
} from '../../helpers/github/model/garden.ts';

const form = '### Module\n\nleaf-classifier\n';

function key(digit: string, issuer: string, issuerId?: number): string {
  const sha256 = digit.repeat(64);
  const number = issuerId === undefined ? '' : `, issuerId: ${issuerId}`;
  return `  - { id: ${digit.repeat(8)}, sha256: ${sha256}, issuer: ${issuer}${number}, consumer: x, created: '2026-11-01T00:00:00Z' }\n`;
}

/** Gives `leaves` keys. */
function putKeys({ forge, catalogue, people }: Garden, keys: readonly string[]): void {
  const files = {
    'deployments/leaves.yml': `${deploymentText(people.ada)}keys:\n${keys.join('')}`,
  };
  const main = catalogue.branches.get('main')!;
  catalogue.branches.set('main', forge.commit(catalogue, main, files, 'keys'));
}

async function keysLeft({ control, catalogue }: Garden): Promise<string | null> {
  const branch = catalogue.branches.get('orangery/access/keys/leaves');
  if (branch === undefined) return null;
  return control.catalogue.readText('deployments/leaves.yml', branch);
}

it('ends requests and keys of who was taken out of their team by hand', async () => {
  const garden = plantGarden();
  const { forge, catalogue, people, control } = garden;
  const { ada, mo } = people;
  putKeys(garden, [key('a', 'ada', ada.id), key('b', 'mo', mo.id), key('c', 'ada')]);
  const hers = openIssue(garden, ada, form, ['benchmark']);
  const his = openIssue(garden, mo, form, ['benchmark']);
  const request = contribute(garden, ada, { 'modules/oak/training/mine.yml': '{}\n' });
  const change = contribute(garden, ada, { 'modules/oak/module.md': moduleText('Oak', ada) });
  expect(await revokeStrangers(control)).toEqual([]);
  forge.teams.get('app-developers')!.delete(ada.id);
  expect(await revokeStrangers(control)).toEqual([
    `#${hers.number}: closed, ada has no role any more`,
    `#${request}: closed, ada has no role any more`,
    expect.stringMatching(/^deployments\/leaves\.yml: #\d+ revokes 2 keys$/),
  ]);
  expect(catalogue.issues.get(his.number)!.state).toBe('open');
  expect(catalogue.pulls.get(change)!.state).toBe('open');
  const left = await keysLeft(garden);
  expect(left).toContain('issuer: mo');
  expect(left).not.toContain('issuer: ada');
});

it('knows whose a key is by the number: a name can change hands', async () => {
  const garden = plantGarden();
  const { forge, people, control } = garden;
  const { ada, eve, root } = people;
  putKeys(garden, [key('a', 'ada', ada.id), key('b', 'eve', eve.id), key('c', 'nobody')]);
  forge.rename(ada.id, 'adele');
  forge.rename(eve.id, 'ada');
  forge.rename(root.id, 'eve');
  expect(await revokeStrangers(control)).toHaveLength(1);
  const left = await keysLeft(garden);
  expect(left).toContain(`issuerId: ${ada.id}`);
  expect(left).not.toContain(`issuerId: ${eve.id}`);
  expect(left).toContain('issuer: nobody');
});

it('ends keys of an account that is gone, and takes nothing while GitHub does not say', async () => {
  let isAway = true;
  const garden = plantGarden((method) => {
    if (isAway && method === 'isTeamMember') throw new Error('away');
  });
  const { forge, people, control } = garden;
  putKeys(garden, [key('a', 'eve', people.eve.id)]);
  expect(await revokeStrangers(control)).toEqual([]);
  isAway = false;
  forge.accounts.delete(people.eve.id);
  expect(await revokeStrangers(control)).toHaveLength(1);
});

it('writes the number of who makes a key', async () => {
  const garden = plantGarden();
  const { ada } = garden.people;
  const { number } = openIssue(garden, ada, 'Good morning');
  await handle(garden, comment(garden, number, ada, `/key leaves "a hut" ${'e'.repeat(64)}`));
  const [branch] = [...garden.catalogue.branches.keys()].filter((name) =>
    name.startsWith('orangery/deployment/leaves/'),
  );
  const head = garden.catalogue.branches.get(branch!)!;
  const text = await garden.control.catalogue.readText('deployments/leaves.yml', head);
  expect(text).toContain(`issuerId: ${ada.id}`);
});
