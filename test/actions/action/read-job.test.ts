import { writeFile } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { readJob } from '../../../actions/action/read-job.ts';
import { caught } from '../../helpers/caught.ts';
import { makeStep } from '../../helpers/github/step.ts';

it('reads where it runs and what happened', async () => {
  const step = await makeStep({ event: { name: 'issues', payload: { action: 'opened' } } });
  onTestFinished(step.remove);
  expect(await readJob(step.env)).toMatchObject({
    repository: 'garden/orangery',
    label: 'job work of a.yml',
    runId: 1,
    ref: 'refs/heads/main',
    event: { name: 'issues', payload: { action: 'opened' } },
  });
});

it('says what is missing outside a job', async () => {
  expect(await caught(() => readJob({}))).toMatchInlineSnapshot(
    `"USAGE GITHUB_WORKFLOW: expected a value in the environment, found nothing"`,
  );
});

it('refuses an event file that is no JSON', async () => {
  const step = await makeStep({});
  onTestFinished(step.remove);
  await writeFile(step.env.GITHUB_EVENT_PATH!, '{');
  expect(await caught(() => readJob(step.env))).toContain('USAGE GITHUB_EVENT_PATH: expected');
});
