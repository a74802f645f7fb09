import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  containerGarden,
  type ContainerGarden,
} from '../../helpers/containers/container-garden.ts';
import { pipBase } from '../../helpers/containers/python-base.ts';
import { startChromium } from '../../helpers/chromium.ts';
import { docker, findEngine } from '../../helpers/engine/engine.ts';
import { root } from '../../helpers/orangery.ts';

const engine = await findEngine();
const volume = 'orangery-tracker-production_mlflow_.data';

interface Run {
  readonly info: { readonly run_name: string; readonly status: string };
  readonly data: {
    readonly metrics: readonly { readonly key: string; readonly value: number }[];
    readonly tags?: readonly { readonly key: string }[];
  };
}

/** An image is built of packages, deployed, told of a training, looked at, stopped and deployed anew. */
describe.skipIf(engine === undefined)('MLflow as a tool', () => {
  let garden: ContainerGarden;
  let key: string;
  const receipt: { metrics?: Record<string, number> } = {};

  beforeAll(async () => {
    garden = await containerGarden({ ORANGERY_CONTAINER_BASE_IMAGE: await pipBase() });
    for (const id of ['mlflow', 'seed-classifier']) {
      const path = `modules/${id}`;
      await cp(join(root, path), join(garden.folder, path), { recursive: true });
    }
  }, 60_000);
  afterAll(async () => {
    await garden.orangery('stop', 'tracker');
    await docker(['volume', 'rm', '--force', volume]);
    await garden.remove();
  }, 60_000);

  const tracker = (): string => `${garden.address}/tracker`;
  const done = async (...args: readonly string[]) => {
    const outcome = await garden.orangery(...args);
    expect(outcome.code, outcome.stderr + outcome.stdout).toBe(0);
    return outcome;
  };
  const runs = async (): Promise<readonly Run[]> => {
    const answer = await fetch(`${tracker()}/api/2.0/mlflow/runs/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ experiment_ids: ['1'] }),
    });
    expect(answer.status).toBe(200);
    const { runs: found = [] } = (await answer.json()) as { readonly runs?: readonly Run[] };
    return found;
  };

  it('is built and deployed, and asks for a key', { timeout: 420_000 }, async () => {
    const stage = { module: 'mlflow@1.0.0', commit: await garden.commit(), memory: '2Gi' };
    const file = {
      ...{ schema: 'deployment/1', owner: { login: 'ada', id: 1 }, keys: [] },
      stages: { production: stage },
    };
    await garden.write('deployments/tracker.yml', JSON.stringify(file));
    const { record } = await done('keys', 'new', 'tracker', '--consumer', 'Ada', '--json');
    ({ key } = record as { key: string });
    await done('deploy', 'tracker');
    const asked = await fetch(`${tracker()}/`);
    expect(asked.status).toBe(401);
    expect(asked.headers.get('www-authenticate')).toContain('Basic realm="mlflow"');
  });

  it('shows the metrics of a training', { timeout: 120_000 }, async () => {
    const args = ['--dataset', 'modules/seed-classifier/sample/seeds.csv', '--target', 'variety'];
    const told = { MLFLOW_TRACKING_URI: tracker(), MLFLOW_TRACKING_TOKEN: key };
    const trained = await garden.interrupted(
      ['train', 'seed-classifier', ...args, '--trials', '2', '--hours', '0.01', '--json'],
      { env: { ...garden.env, ...told } },
    );
    expect(trained.code, trained.stderr).toBe(0);
    Object.assign(receipt, trained.record);
    const found = await runs();
    expect(found).toHaveLength(3);
    expect(found.every(({ info }) => info.status === 'FINISHED')).toBe(true);
    expect(accuracyOf(found)).toBeCloseTo(receipt.metrics!.accuracy!, 6);
  });

  it('shows them in a browser, which asks for the key', { timeout: 90_000 }, async () => {
    const browser = await startChromium();
    try {
      const httpCredentials = { username: 'ada', password: key };
      const page = await browser.newPage({ httpCredentials });
      await page.goto(`${tracker()}/#/experiments/1/runs`);
      const name = whole(await runs()).info.run_name;
      await page.getByText(name).first().waitFor({ timeout: 60_000 });
    } finally {
      await browser.close();
    }
  });

  it('keeps them when it is stopped and deployed again', { timeout: 120_000 }, async () => {
    const before = accuracyOf(await runs());
    await done('stop', 'tracker');
    expect(await docker(['ps', '--all', '--quiet', '--filter', 'name=orangery-tracker'])).toBe('');
    expect(await docker(['volume', 'ls', '--quiet', '--filter', `name=${volume}`])).toBe(volume);
    await done('deploy', 'tracker');
    expect(accuracyOf(await runs())).toBe(before);
  });
});

/** The run that the trials lie below. */
function whole(runs: readonly Run[]): Run {
  const isTrial = ({ data }: Run): boolean =>
    data.tags?.some(({ key }) => key === 'mlflow.parentRunId') === true;
  return runs.find((run) => !isTrial(run))!;
}

function accuracyOf(runs: readonly Run[]): number | undefined {
  return whole(runs).data.metrics.find(({ key }) => key === 'accuracy')?.value;
}
