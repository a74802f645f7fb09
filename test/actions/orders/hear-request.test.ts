import { expect, it } from 'vitest';
import { followCheck } from '../../../actions/orders/follow-check.ts';
import { readRecords } from '../../../actions/records/read-records.ts';
import { contribute, plantGarden, type Garden } from '../../helpers/github/model/garden.ts';

const link = 'https://zenodo.org/records/1234/files/leaves.zip';
const sha256 = 'd'.repeat(64);

function request(pin: object, gpus = 0): string {
  return JSON.stringify({
    ...{ schema: 'training-request/1', module: { id: 'leaf-classifier', version: '1.0.0' } },
    ...{ recipe: 'image-classification', child: 'oak', dataset: [{ link, ...pin }] },
    budget: { MODEL_TRIAL_COUNT: 5, TIME_HOURS: 0.5, GPU_COUNT: gpus },
    ...{ backend: 'auto', seed: 1, visibility: 'public' },
  });
}

/** Ada asks by a pull request, and its check is green. */
async function ask(garden: Garden, text: string): Promise<string> {
  const { people, catalogue, control } = garden;
  contribute(garden, people.ada, { 'modules/oak/training/mine.yml': text });
  const { id } = catalogue.runs.at(-1)!;
  const event = { name: 'workflow_run', run: 1, payload: { workflow_run: { id } } };
  return (await followCheck(event, control)).join('\n');
}

it('keeps the pins of the data: they stand in what the machine gets, and in the price', async () => {
  const garden = plantGarden();
  const answer = await ask(garden, request({ sha256, bytes: 5_000_000 }));
  expect(answer).toContain('The data has 5.0 MB.');
  const { inputs } = garden.runner.dispatches[0]!;
  const path = `modules/oak/training/${inputs['job']}.yml`;
  const sent = await garden.control.catalogue.readText(path, inputs['head']!);
  expect(sent).toContain(`sha256: ${sha256}\n`);
  expect(sent).toContain('bytes: 5000000\n');
});

it('refuses data that is larger than the role may use, before a machine is asked', async () => {
  const garden = plantGarden();
  const answer = await ask(garden, request({ sha256, bytes: 20_000_000_000 }));
  expect(answer).toContain('❌ The data has 20 GB; your role may use 11 GB');
  expect(garden.runner.dispatches).toEqual([]);
});

it('takes a size without a hash for what it is: the machine refuses another one too', async () => {
  const garden = plantGarden();
  const answer = await ask(garden, request({ bytes: 20_000_000_000 }));
  expect(answer).toContain('❌ The data has');
});

it('reserves minutes times GPUs, and says so of the job', async () => {
  const garden = plantGarden();
  await ask(garden, request({ sha256, bytes: 1 }, 4));
  const { log } = await readRecords(garden.control.catalogue);
  expect(log.usage).toMatchObject([{ kind: 'reserved', gpuMinutes: 120 }]);
  expect(log.jobState.at(-1)).toMatchObject({ gpus: 4 });
});
