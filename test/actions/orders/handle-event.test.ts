import { describe, expect, it } from 'vitest';
import { readRecords } from '../../../actions/records/read-records.ts';
import {
  comment,
  contribute,
  handle,
  moduleText,
  openIssue,
  plantGarden,
} from '../../helpers/github/model/garden.ts';
import { startRun } from '../../helpers/github/model/runs.ts';

const form = `### Module

leaf-classifier

### Links to the data

https://zenodo.org/records/1234/files/leaves.zip

### Most hours

0.5

### Visibility

- [x] The data is public
`;

it('makes a draft pull request and a job of an issue form', async () => {
  const garden = plantGarden();
  const { catalogue, runner, people, control } = garden;
  const event = openIssue(garden, people.ada, form, ['retrain']);
  const [handled] = await handle(garden, event);
  expect(handled?.answer).toMatchInlineSnapshot(`
    "**/retrain**: \`leaf-classifier-7\` is in the queue: #9 shows how it goes, and will hold the result. At most 30 minutes of a machine; nobody has retrained this module here yet. How large the data is shows when it is fetched.

    <details><summary>Why you may</summary>

    - ✅ You are an app\\-developer, who may ask for retrain.
    - ✅ There is a module leaf\\-classifier for it.
    - ✅ The name leaf\\-classifier\\-7 is free.
    - ✅ The data may come from there.
    - ✅ 30 machine minutes are within the week’s budget.

    </details>"
  `);
  expect(handled?.isDone).toBe(true);
  const [pull] = [...catalogue.pulls.values()];
  expect(pull).toMatchObject({ isDraft: true, title: `Add leaf-classifier-${event.number}` });
  expect(runner.dispatches).toHaveLength(1);
  const { log } = await readRecords(control.catalogue);
  expect(log.usage).toMatchObject([{ kind: 'reserved', gpuMinutes: 30, asker: 'ada' }]);
  expect(log.decision).toMatchObject([{ isAllowed: true, verb: 'retrain' }]);
});

it('reserves and sends nothing twice when the same event comes again', async () => {
  const garden = plantGarden();
  const event = openIssue(garden, garden.people.ada, form, ['retrain']);
  await handle(garden, event);
  await handle(garden, event);
  const { log } = await readRecords(garden.control.catalogue);
  expect(log.usage).toHaveLength(1);
  expect(garden.runner.dispatches).toHaveLength(1);
  expect(garden.catalogue.pulls.size).toBe(1);
  const ours = garden.catalogue.comments.filter(({ author }) => author.id === garden.bot.id);
  expect(ours.filter(({ issue }) => issue === event.number)).toHaveLength(1);
});

it('refuses somebody without a role, and says who can help', async () => {
  const garden = plantGarden();
  const event = openIssue(garden, garden.people.eve, form, ['retrain']);
  const [handled] = await handle(garden, event);
  expect(handled?.isDone).toBe(false);
  expect(handled?.answer).toMatchInlineSnapshot(`
    "**/retrain** cannot be done:

    - ❌ retrain is for an app\\-developer or a model\\-developer or an admin; you are a user. An admin can add you to the team app\\-developers\\.
    - ✅ There is a module leaf\\-classifier for it.
    - ✅ The name leaf\\-classifier\\-7 is free.
    - ✅ The data may come from there."
  `);
  expect(garden.runner.dispatches).toHaveLength(0);
});

it('merges what a maintainer changed in their own folder', async () => {
  const garden = plantGarden();
  const { mo } = garden.people;
  const text = moduleText('Leaf classifier 2', mo);
  const number = contribute(garden, mo, { 'modules/leaf-classifier/module.md': text });
  const [handled] = await handle(garden, comment(garden, number, mo, '/merge'));
  expect(handled?.answer).toMatchInlineSnapshot(`
    "**/merge**: Merged \`6c854f2\`.

    <details><summary>Why you may</summary>

    - ✅ You are a model\\-developer, who may ask for merge.
    - ✅ You maintain every folder it touches.
    - ✅ The check of this head is green.

    </details>"
  `);
  expect(garden.catalogue.merges).toHaveLength(1);
});

it('does not merge what somebody else changed there', async () => {
  const garden = plantGarden();
  const { mo, ada } = garden.people;
  const text = moduleText('Leaf classifier 2', ada);
  const number = contribute(garden, ada, { 'modules/leaf-classifier/module.md': text });
  expect((await handle(garden, comment(garden, number, ada, '/merge')))[0]?.isDone).toBe(false);
  expect((await handle(garden, comment(garden, number, mo, '/merge')))[0]?.isDone).toBe(true);
});

describe('a day later', () => {
  const day = 24 * 60 * 60_000;

  it('a comment that comes again is refused', async () => {
    const garden = plantGarden();
    const { ada } = garden.people;
    const { number } = openIssue(garden, ada, 'Good morning');
    const event = comment(garden, number, ada, '/stop leaves');
    expect(await handle(garden, event)).toMatchObject([{ isDone: true }]);
    for (const pull of garden.catalogue.pulls.values()) pull.state = 'closed';
    garden.forge.now += day + 1000;
    const [handled] = await handle(garden, event);
    expect(handled?.answer).toContain('❌ It was said more than a day ago. Say it again\\.');
    expect(garden.catalogue.pulls.size).toBe(1);
  });

  it('a dispatch that is run again is refused: its run keeps the moment it was created at', async () => {
    const garden = plantGarden();
    const { forge, catalogue, people } = garden;
    const head = catalogue.branches.get('main')!;
    const order = { workflow: 'command.yml', event: 'workflow_dispatch', title: 'command' };
    const run = startRun(forge, catalogue, { ...order, head, branch: 'main' });
    const payload = { inputs: { verb: 'stop', name: 'leaves' }, sender: people.ada };
    const event = { name: 'workflow_dispatch', run, payload };
    forge.now += day;
    expect(await handle(garden, event)).toMatchObject([{ isDone: true }]);
    forge.now += 1000;
    const [handled] = await handle(garden, event);
    expect(handled?.answer).toContain('❌ It was said more than a day ago');
  });

  it('a dispatch whose run nobody knows is refused', async () => {
    const garden = plantGarden();
    const payload = { inputs: { verb: 'stop', name: 'leaves' }, sender: garden.people.ada };
    const [handled] = await handle(garden, { name: 'workflow_dispatch', run: 999, payload });
    expect(handled?.answer).toContain('When it was said is not known\\: the run 999 is not there');
  });
});

it('counts as orders of a person what they said, not what the bot made of it', async () => {
  const garden = plantGarden();
  const { ada } = garden.people;
  const { number } = openIssue(garden, ada, 'Good morning');
  for (let round = 0; round < 3; round += 1) {
    const lines = ['/lock leaves', '/unlock leaves', '/promote leaves', '/help', '/help'];
    await handle(garden, comment(garden, number, ada, lines.join('\n')));
  }
  const five = '/help\n'.repeat(4) + '/promote leaves';
  const handled = await handle(garden, comment(garden, number, ada, five));
  expect(handled.slice(0, 4).every(({ isDone }) => isDone)).toBe(true);
  const { log } = await readRecords(garden.control.catalogue);
  expect(log.decision.filter(({ head }) => head !== undefined).length).toBeGreaterThan(2);
});
