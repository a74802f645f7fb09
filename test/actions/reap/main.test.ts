import { expect, it } from 'vitest';
import type { DatedBranch, Runner } from '../../../actions/organisation/entities.ts';
import { reap } from '../../../actions/reap/src/main.ts';
import { readRecords } from '../../../actions/records/read-records.ts';
import { handle, openIssue, plantGarden, type Garden } from '../../helpers/github/model/garden.ts';

const day = 24 * 3_600_000;
const form =
  '### Module\n\nleaf-classifier\n\n### Links to the data\n\nhttps://zenodo.org/records/1/files/a.zip\n\n### Visibility\n\n- [x] The data is public\n';

/** Reaps a garden whose organisation has these machines, and our branches with their age. */
function reaping(garden: Garden, runners: Runner[] = [], agesMs: Record<string, number> = {}) {
  const { control, catalogue, forge } = garden;
  return reap({
    control,
    finish: async (_, { job }) => `${job}: taken over`,
    organisation: {
      listBranches: async (_, prefix): Promise<readonly DatedBranch[]> =>
        [...catalogue.branches.keys()]
          .filter((name) => name.startsWith(prefix))
          .map((name) => ({ name, at: new Date(forge.now - (agesMs[name] ?? 0)).toISOString() })),
      listRunners: async () => runners,
      removeRunner: async (id) => {
        const at = runners.findIndex((runner) => runner.id === id);
        if (runners[at]!.isBusy) return false;
        runners.splice(at, 1);
        return true;
      },
    },
  });
}

function machine(name: string, change: Partial<Runner> = {}): Runner {
  return { id: name.length, name, isOnline: false, isBusy: false, isEphemeral: true, ...change };
}

it('finds nothing to do in a garden where nothing is old', async () => {
  const garden = plantGarden();
  await handle(garden, openIssue(garden, garden.people.ada, form, ['retrain']));
  expect(await reaping(garden)).toEqual([]);
});

it('ends a job that no machine took within a day, and what was reserved for it', async () => {
  const garden = plantGarden();
  await handle(garden, openIssue(garden, garden.people.ada, form, ['retrain']));
  garden.forge.now += day + 60_000;
  const done = await reaping(garden);
  expect(done).toHaveLength(2);
  expect(done[1]).toMatch(
    /^retrain-leaf-classifier-\d+.*: failed: No machine took it within a day$/,
  );
  const { log } = await readRecords(garden.control.catalogue);
  expect(log.usage.at(-1)).toMatchObject({ kind: 'settled', gpuMinutes: 0 });
  expect([...garden.catalogue.pulls.values()].map(({ state }) => state)).toEqual(['closed']);
  expect(await reaping(garden)).toEqual([]);
});

it('ends jobs of somebody who has no role any more', async () => {
  const garden = plantGarden();
  await handle(garden, openIssue(garden, garden.people.ada, form, ['retrain']));
  garden.forge.teams.get('app-developers')!.clear();
  expect((await reaping(garden)).join('\n')).toContain('ada may not ask for it any more');
  expect(garden.runner.runs.every(({ status }) => status === 'completed')).toBe(true);
});

it('closes what somebody asked for who has no role any more', async () => {
  const garden = plantGarden();
  const { number } = openIssue(garden, garden.people.ada, form, ['retrain']);
  expect(await reaping(garden)).toEqual([]);
  garden.forge.teams.get('app-developers')!.clear();
  expect(await reaping(garden)).toEqual([`#${number}: closed, ada has no role any more`]);
  expect(await reaping(garden)).toEqual([]);
});

it('deletes weights that nobody merged in a week, and no other draft', async () => {
  const garden = plantGarden();
  const { control, catalogue } = garden;
  const draft = async (tag: string, asset: string): Promise<void> => {
    const order = { tag, title: tag, body: '', isDraft: true, commit: 'main' };
    const { id } = await control.catalogue.createRelease(order);
    await control.catalogue.uploadAsset(id, asset, Buffer.from('x'));
  };
  const weights = `${'a'.repeat(64)}.zip`;
  await draft('lost@1.0.0', weights);
  await draft('leaf-classifier@1.0.0', weights);
  await draft('mine@1.0.0', 'notes.pdf');
  await draft('waiting@1.0.0', weights);
  const branch = 'orangery/retrain/waiting';
  catalogue.branches.set(branch, catalogue.branches.get('main')!);
  await control.catalogue.openPullRequest({ branch, title: 'a', body: '', isDraft: false });
  garden.forge.now += 6 * day;
  const early = await reaping(garden);
  expect(early.filter((line) => line.includes('weights'))).toEqual([]);
  garden.forge.now += 2 * day;
  const done = await reaping(garden);
  expect(done.filter((line) => line.includes('weights'))).toEqual([
    'lost@1.0.0: deleted its weights, nobody merged it in a week',
  ]);
  const tags = catalogue.releases.map(({ tag }) => tag);
  expect(tags).toEqual(['leaf-classifier@1.0.0', 'mine@1.0.0', 'waiting@1.0.0']);
});

it('deletes our branches of yesterday that no pull request is open for', async () => {
  const garden = plantGarden();
  const { catalogue } = garden;
  await handle(garden, openIssue(garden, garden.people.ada, form, ['retrain']));
  const [kept] = [...catalogue.branches.keys()].filter((name) => name.startsWith('orangery/'));
  const main = catalogue.branches.get('main')!;
  for (const name of ['orangery/old', 'orangery/new', 'records-of-mine']) {
    catalogue.branches.set(name, main);
  }
  const ages = { [kept!]: 3 * day, 'orangery/old': day + 1, 'orangery/new': day - 1 };
  expect(await reaping(garden, [], ages)).toEqual([
    'orangery/old: deleted, no pull request is open for it',
  ]);
  expect(catalogue.branches.has(kept!)).toBe(true);
  expect(catalogue.branches.has('orangery/new')).toBe(true);
});

it('removes a machine of one job that is silent longer than any job takes', async () => {
  const garden = plantGarden();
  const runners = [
    machine('gone'),
    machine('works', { isOnline: true, isBusy: true }),
    machine('persistent', { isEphemeral: false }),
  ];
  expect(await reaping(garden, runners)).toEqual([]);
  garden.forge.now += day;
  expect(await reaping(garden, runners)).toEqual([]);
  garden.forge.now += 11 * 60_000;
  expect(await reaping(garden, runners)).toEqual([
    'gone: removed, it has been silent since 2026-11-23T08:00:00.000Z',
  ]);
  expect(runners.map(({ name }) => name)).toEqual(['works', 'persistent']);
});

it('counts from anew when a machine was heard of meanwhile', async () => {
  const garden = plantGarden();
  await reaping(garden, [machine('m')]);
  garden.forge.now += day;
  await reaping(garden, [machine('m', { isOnline: true })]);
  await reaping(garden, [machine('m')]);
  garden.forge.now += day;
  expect(await reaping(garden, [machine('m')])).toEqual([]);
});
