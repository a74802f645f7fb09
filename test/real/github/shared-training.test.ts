import { expect, it } from 'vitest';
import { catalogue } from '../../helpers/github/local-garden.ts';
import { commentsOf, trainingForm, trainingGarden } from '../../helpers/github/training-garden.ts';

const orangery = { owner: 'garden', repo: 'orangery' };

it(
  'a training whose trials several machines share ends with one result',
  { timeout: 900_000 },
  async () => {
    const garden = await trainingGarden();
    const { hub, executor } = garden;
    const body = trainingForm({ child: 'ada-seeds', trials: 3, hours: 0.05, machines: 2 });
    await hub.submitIssueForm('ada', catalogue, {
      ...{ title: 'Retrain seed-classifier', body, labels: ['retrain'] },
    });
    await executor.idle();

    const { data: pulls } = await hub
      .as('ada')
      .request('GET /repos/{owner}/{repo}/pulls', orangery);
    const run = executor.runs.find(({ workflow }) => workflow === 'retrain-shared.yml');
    const logs = run?.jobs.map(({ name, log }) => `${name}\n${log}`).join('\n');
    expect(run?.conclusion, logs ?? executor.runs.map(({ reason }) => reason).join()).toBe(
      'success',
    );
    expect(run?.jobs.map(({ name }) => name).sort()).toEqual([
      ...['announce', 'plan', 'trials (1 3)', 'trials (2)', 'work'],
    ]);
    // what several machines do is paid for on each
    const [job] = await commentsOf(garden, pulls[0]!.number, 'job');
    expect(job, logs).toContain('Done');
    expect(job?.match(/^\| (🏆 )?\d \| done \|/gmu)).toHaveLength(3);
    expect(pulls).toMatchObject([{ title: 'Add ada-seeds', draft: false }]);
    expect(hub.problems).toEqual([]);
  },
);
