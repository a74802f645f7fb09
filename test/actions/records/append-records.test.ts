import type { UsageLine } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { appendRecords } from '../../../actions/records/append-records.ts';
import { readRecords } from '../../../actions/records/read-records.ts';
import { usageOf } from '../../../actions/records/usage.ts';
import { caught } from '../../helpers/caught.ts';
import { comment, handle, openIssue, plantGarden } from '../../helpers/github/model/garden.ts';

const at = '2026-11-23T08:00:00.000Z';

function usage(job: string, moment = at): UsageLine {
  return {
    ...{ schema: 'usage/1', at: moment, job, team: 't', asker: 'ada', askerId: 7 },
    ...{ kind: 'reserved', gpuMinutes: 400 },
  };
}

it('gives the last minutes of a budget to one of two who ask at once', async () => {
  const { control } = plantGarden();
  const { catalogue, clock } = control;
  const reserve = (job: string): Promise<void> =>
    appendRecords(catalogue, clock, (log) => {
      const { usedMinutes } = usageOf(log, { id: 7, login: 'ada' }, clock.now());
      return usedMinutes + 400 <= 600 ? [usage(job)] : [];
    });
  await Promise.all([reserve('one'), reserve('two'), reserve('three')]);
  const { log } = await readRecords(catalogue);
  expect(log.usage).toHaveLength(1);
});

it('allows one of two orders that only fit singly, in the whole way of an order', async () => {
  const garden = plantGarden();
  const { ada } = garden.people;
  const { number } = openIssue(garden, ada, 'Good morning');
  const ask = (child: string) => {
    const link = 'https://zenodo.org/records/1/files/a.zip';
    const line = `/retrain leaf-classifier --hours 9 --dataset ${link} --visibility public`;
    return handle(garden, comment(garden, number, ada, `${line} --child ${child}`));
  };
  const handled = (await Promise.all([ask('oak'), ask('elm')])).flat();
  expect(handled.filter(({ isDone }) => isDone)).toHaveLength(1);
  expect(garden.runner.dispatches).toHaveLength(1);
});

it('loses no line when many append at once', async () => {
  const { control } = plantGarden();
  const jobs = Array.from({ length: 10 }, (_, index) => `job-${index}`);
  await Promise.all(
    jobs.map((job) => appendRecords(control.catalogue, control.clock, () => [usage(job)])),
  );
  const { log } = await readRecords(control.catalogue);
  expect(log.usage.map(({ job }) => job).sort()).toEqual(jobs);
});

it('writes nothing where there is nothing to write', async () => {
  const { control } = plantGarden();
  await appendRecords(control.catalogue, control.clock, () => []);
  expect(await control.catalogue.getBranch('records')).toBeNull();
});

it('puts each line into the file of its month, after what is there', async () => {
  const { control } = plantGarden();
  const { catalogue, clock } = control;
  await appendRecords(catalogue, clock, () => [usage('a'), usage('b', '2026-12-01T00:00:00.000Z')]);
  await appendRecords(catalogue, clock, () => [usage('c')]);
  const { months, log } = await readRecords(catalogue);
  expect([...months.keys()]).toEqual(['2026-11.ndjson', '2026-12.ndjson']);
  expect(months.get('2026-11.ndjson')?.split('\n')).toHaveLength(3);
  expect(log.usage.map(({ job }) => job)).toEqual(['a', 'c', 'b']);
});

it('gives up after twelve lost races, and says so', async () => {
  const { control } = plantGarden();
  const catalogue = { ...control.catalogue, createBranch: () => Promise.resolve(false) };
  let made = 0;
  const append = appendRecords(catalogue, control.clock, () => {
    made += 1;
    return [usage('a')];
  });
  expect(await caught(() => append)).toBe(
    'GITHUB_FAILED Appending to the branch records: lost 12 races',
  );
  expect(made).toBe(12);
});
