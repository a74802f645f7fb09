import { expect, it } from 'vitest';
import { appendState } from '../../../actions/jobs/append-state.ts';
import { gatherJob, surroundings } from '../../../actions/jobs/gather-job.ts';
import { reconcile } from '../../../actions/jobs/reconcile.ts';
import { readRecords } from '../../../actions/records/read-records.ts';
import { comment, handle, openIssue, plantGarden } from '../../helpers/github/model/garden.ts';
import { take } from '../../helpers/github/model/runs.ts';

const access = { kind: 'unknown', because: 'it is not asked for' } as const;
const minute = 60_000;

/** A training of half an hour on so many GPUs, which a machine has begun. */
async function begun(gpus: number) {
  const garden = plantGarden();
  const { forge, control, people, runner } = garden;
  const { number } = openIssue(garden, people.ada, 'Good morning');
  const order = `/retrain leaf-classifier --dataset doi:10.5281/zenodo.17 --visibility public --hours 0.5 --gpus ${gpus}`;
  expect(await handle(garden, comment(garden, number, people.ada, order))).toMatchObject([
    { isDone: true },
  ]);
  take(forge, runner.runs[0]!, 'gpu-1');
  const gather = async () => {
    const { log } = await readRecords(control.catalogue);
    const job = log.jobState.at(-1)!;
    return gatherJob(control, job, await surroundings(control, [job], { log, access }));
  };
  return { ...garden, gather };
}

it.each([0, 1, 4])('settles the minutes of %i GPUs as they were reserved', async (gpus) => {
  const { forge, control, gather } = await begun(gpus);
  forge.now += 20 * minute;
  const { job, run } = await gather();
  await appendState(control, job.job, { state: 'failed' }, run!.usedMinutes);
  const { log } = await readRecords(control.catalogue);
  const times = Math.max(1, gpus);
  expect(log.usage.map(({ gpuMinutes }) => gpuMinutes)).toEqual([30 * times, 20 * times]);
});

it('gives a machine with several GPUs no more time than one with one', async () => {
  const { forge, gather } = await begun(4);
  forge.now += 100 * minute;
  expect(reconcile(await gather())).toMatchObject([{ kind: 'started' }]);
  forge.now += minute;
  expect(reconcile(await gather())).toMatchObject([{ kind: 'cancel-run' }, { kind: 'end' }]);
});
