import { parseRecord } from '@orangery/schemas';
import { parseYaml } from '@orangery/schemas/files';
import { expect, it } from 'vitest';
import { readRecords } from '../../../../actions/records/read-records.ts';
import { comment, handle, openIssue, plantGarden } from '../../../helpers/github/model/garden.ts';

/** Ada asks for half an hour, with these options. */
async function ask(options: string) {
  const garden = plantGarden();
  const { number } = openIssue(garden, garden.people.ada, 'Good morning');
  const order = `/retrain leaf-classifier --dataset doi:10.5281/zenodo.17 --visibility public --hours 0.5 ${options}`;
  const [handled] = await handle(garden, comment(garden, number, garden.people.ada, order));
  const { log } = await readRecords(garden.control.catalogue);
  const sent = garden.runner.dispatches[0];
  return { ...garden, answer: handled!.answer, log, sent };
}

it('sends the trials that machines share to them, and reserves the time of each machine', async () => {
  const { sent, log, control, answer } = await ask('--machines 3 --trials 5');
  expect(sent).toMatchObject({ workflow: 'retrain-shared.yml', inputs: { machines: '3' } });
  expect(log.usage).toMatchObject([{ kind: 'reserved', gpuMinutes: 90 }]);
  expect(answer).toContain('At most 90 minutes of a machine');
  const path = `modules/${log.jobState[0]!.child}/training/${sent!.inputs['job']}.yml`;
  const text = await control.catalogue.readText(path, sent!.inputs['head']!);
  const request = parseRecord('trainingRequest', parseYaml(text!, path).value, path);
  expect(request.tuner).toEqual({ width: 5, stopping: 'none' });
});

it.each([
  ['', { workflow: 'retrain.yml' }, 30],
  ['--machines 1', { workflow: 'retrain.yml' }, 30],
  ['--machines 4 --trials 2', { workflow: 'retrain-shared.yml', inputs: { machines: '2' } }, 60],
])('takes no more machines than trials: %s', async (options, sent, minutes) => {
  const asked = await ask(options);
  expect(asked.sent).toMatchObject(sent);
  expect(asked.log.usage).toMatchObject([{ gpuMinutes: minutes }]);
});

it('refuses more trials than can be proposed at once', async () => {
  const { sent, answer } = await ask('--machines 2 --trials 65');
  expect(sent).toBeUndefined();
  expect(answer.replaceAll('\\', '')).toContain(
    'trials: expected at most 64 among several machines, found 65',
  );
});
