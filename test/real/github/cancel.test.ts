import { glob } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { catalogue, type LocalGarden } from '../../helpers/github/local-garden.ts';
import { commentsOf, trainingForm, trainingGarden } from '../../helpers/github/training-garden.ts';

const orangery = { owner: 'garden', repo: 'orangery' };

/** Until a trial of the machine has a result. */
async function firstResult({ folder }: LocalGarden): Promise<void> {
  for (let tries = 0; tries < 900; tries += 1) {
    const pattern = 'work/*/*/orangery-*/state/runs/*/trials/1/result-1.json';
    for await (const _ of glob(pattern, { cwd: folder })) return;
    await sleep(200);
  }
  throw new Error('expected a trial that ends within three minutes, found none');
}

it(
  'a training that is cancelled ends with the best so far as its result',
  { timeout: 600_000 },
  async () => {
    const garden = await trainingGarden();
    const { hub, executor } = garden;
    const issue = await hub.submitIssueForm('ada', catalogue, {
      title: 'Retrain seed-classifier',
      body: trainingForm({ child: 'ada-seeds', trials: 1000, hours: 1 }),
      labels: ['retrain'],
    });
    await firstResult(garden);
    const { data: pulls } = await hub
      .as('ada')
      .request('GET /repos/{owner}/{repo}/pulls', orangery);
    const [pull] = pulls;
    await hub.as('ada').request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...{ ...orangery, issue_number: pull!.number, body: '/cancel' },
    });
    await executor.idle();

    expect((await commentsOf(garden, pull!.number, 'answers')).join()).toContain(
      'is being stopped: the best so far becomes the result',
    );
    const run = executor.runs.find(({ workflow }) => workflow === 'retrain.yml');
    const work = run?.jobs.find(({ name }) => name === 'work');
    expect(work?.conclusion).toBe('cancelled');
    const [job, ...others] = await commentsOf(garden, pull!.number, 'job');
    expect(others).toEqual([]);
    expect(job, work?.log).toContain('Done');
    expect(job).toMatch(/It was cancelled: this is trial \d+, the best of \d+ that had begun/);
    const { data: merged } = await hub
      .as('root')
      .request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
        ...{ ...orangery, pull_number: pull!.number },
      });
    expect(merged).toMatchObject({ draft: false, state: 'open' });
    const { data: files } = await hub
      .as('root')
      .request('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
        ...{ ...orangery, pull_number: pull!.number },
      });
    expect(files.map(({ filename }) => filename)).toContain('modules/ada-seeds/module.md');
    expect((await commentsOf(garden, issue, 'answers')).join()).toContain('is in the queue');
    expect(hub.problems).toEqual([]);
  },
);
