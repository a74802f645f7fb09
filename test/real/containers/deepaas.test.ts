import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { centroidsImage, leafTable } from '../../helpers/containers/centroids-image.ts';
import {
  containerGarden,
  type ContainerGarden,
} from '../../helpers/containers/container-garden.ts';
import { docker, findEngine } from '../../helpers/engine/engine.ts';
import { findProgram } from '../../helpers/find-program.ts';
import { root } from '../../helpers/orangery.ts';
import { startProgram } from '../../helpers/started-program.ts';

const engine = await findEngine();
const deepaasRun = findProgram('deepaas-run', 'ORANGERY_DEEPAAS_RUN');

/** As a module of AI4OS describes itself; the image is on this engine alone. */
const metadata = (image: string): string => `metadata_version: 2.0.0
title: Leaf sizes
summary: The species of a leaf by its length and width.
description: Sizes of **leaves**.
links:
  source_code: https://github.com/example/leaf-sizes
  docker_image: ${image}
tags: [leaves]
tasks: [Classification]
categories: [AI4 trainable, AI4 inference, AI4 pre trained]
libraries: [Other]
data-type: [Tabular]
`;

const train = `
  train:
    datasetArgument: table
    format: CSV with the columns length, width and species
    outputPath: /srv/models
    metricsPath: /srv/models/metrics.json`;

/** The way of a module of AI4OS Hub: imported, tried, called, retrained, measured, deployed. */
describe.skipIf(engine === undefined || deepaasRun === undefined)('DEEPaaS in a container', () => {
  let garden: ContainerGarden;

  beforeAll(async () => {
    garden = await containerGarden();
    await garden.write('ai4-metadata.yml', metadata(await centroidsImage(deepaasRun!)));
    await garden.write('leaves.csv', leafTable());
    await garden.write('sizes.csv', 'length,width\n81,39\n92,11\n');
  });
  afterAll(async () => {
    await garden.orangery('stop', 'leaves');
    await garden.remove();
  });

  const asked = '?length=81&width=39';
  const done = async (...args: readonly string[]) => {
    const outcome = await garden.orangery(...args);
    expect(outcome.code, outcome.stderr + outcome.stdout).toBe(0);
    return outcome;
  };

  it('is imported, and says then how it is retrained', async () => {
    await done('import', 'ai4', 'ai4-metadata.yml', '--id', 'leaf-sizes', '--no-resolve');
    const file = join(garden.folder, 'modules/leaf-sizes/module.md');
    const text = await readFile(file, 'utf8');
    expect(text).toContain('runtime: container');
    const more = 'resources: { cpu: 1, memory: 512Mi }\ntasks: [tabular-classification]\n';
    const [front = '', ...card] = text.split(/^---\n/m).slice(1);
    const kept = front
      .replace(/^tasks:\n( .*\n)+/m, '')
      .replace(/^(container:\n {2}image: .*)$/m, `$1${train}`);
    await writeFile(file, `---\n${kept}${more}---\n${card.join('---\n')}`);
    await done('validate', 'modules/leaf-sizes');
  });

  it('passes its tests, a small training among them', async () => {
    const args = ['--dataset', 'leaves.csv', '--declare-inputs'];
    const { stdout } = await done('test', 'leaf-sizes', ...args);
    expect(stdout).toContain('✓ speaks the DEEPaaS API: model centroids');
    expect(stdout).toContain('✓ module.md says it too: written into it: length, width');
    expect(stdout).toMatch(/✓ trains: accuracy 1, examples \d+/);
    const text = await readFile(join(garden.folder, 'modules/leaf-sizes/module.md'), 'utf8');
    expect(text).toMatch(
      /name: width\n {4}type: number\n {4}description: Width of the leaf in mm\n/,
    );
  });

  it('predicts a table at the command line', async () => {
    await done('predict', 'leaf-sizes', '--input', 'sizes.csv', '--output', 'out/found.csv');
    const found = await readFile(join(garden.folder, 'out/found.csv'), 'utf8');
    expect(found).toBe('length,width,label\n81,39,oak\n92,11,willow\n');
  });

  it('is served with keys, to a page of another site, by three protocols', async () => {
    const key = await done('keys', 'new', '--file', 'keys.yml', '--consumer', 'Ada', '--json');
    const { key: secret } = key.record as { key: string };
    const site = 'https://example.org';
    const args = [
      ...['serve', 'leaf-sizes', '--port', '0', '--keys', 'keys.yml', '--cors-origin', site],
    ];
    const served = await serve(garden, args);
    onTestFinished(served.stop);
    const headers = { authorization: `Bearer ${secret}`, origin: site };
    const url = `${served.found}/v2/models/leaf-sizes`;
    expect((await fetch(`${url}/predict/${asked}`, { method: 'POST' })).status).toBe(401);
    const own = await fetch(`${url}/predict/${asked}`, { method: 'POST', headers });
    expect(own.headers.get('access-control-allow-origin')).toBe(site);
    expect(await own.json()).toMatchObject({ label: 'oak' });
    const inputs = ['length', 'width'].map((name, index) => ({
      ...{ name, datatype: 'FP64', shape: [1], data: [[81, 39][index]] },
    }));
    expect(await send(`${url}/infer`, { inputs }, headers)).toMatchObject({
      outputs: [{ name: 'label', data: ['oak'] }, {}],
    });
    const query = { length: 81, width: 39 };
    expect(await send(`${served.found}/predict`, { query }, headers)).toMatchObject({
      prediction: { label: 'oak' },
    });
  });

  it('is retrained to a child, with what the container wrote, signed', async () => {
    const out = 'modules/my-leaves';
    const args = ['--dataset', 'leaves.csv', '--out', out, '--knob', 'share=0.7', '--json'];
    const { record } = await done('train', 'leaf-sizes', ...args);
    expect(record).toMatchObject({
      parent: { id: 'leaf-sizes' },
      split: { strategy: 'by the container' },
      environment: { backend: 'container' },
      trials: [{ knobs: { share: 0.7 }, status: 'done' }],
      metrics: { accuracy: 1 },
      artifact: { files: [{ path: 'centroids.json' }] },
    });
    await done('validate', out);
    await garden.write('three.csv', 'length,width\n46,31\n');
    await done('predict', 'my-leaves', '--input', 'three.csv', '--output', 'out/three.csv');
    const found = await readFile(join(garden.folder, 'out/three.csv'), 'utf8');
    expect(found).toBe('length,width,label\n46,31,birch\n');
  });

  it('is measured as any classifier', async () => {
    const args = ['--dataset', 'leaves.csv', '--target', 'species', '--json'];
    const { record: child } = await done('benchmark', 'my-leaves', ...args);
    expect(child).toMatchObject({
      ...{ metrics: { accuracy: 1 }, beatsBaseline: true, environment: { backend: 'container' } },
    });
    // it has never seen a birch
    const { record: parent } = await done('benchmark', 'leaf-sizes', ...args);
    const { metrics } = parent as { metrics: { accuracy: number } };
    expect(metrics.accuracy).toBeLessThan(0.7);
  });

  it('is deployed by compose, then its child, and nothing is left of both', async () => {
    const want = async (module: string): Promise<void> => {
      const stage = { module: `${module}@1.0.0`, commit: await garden.commit(), memory: '512Mi' };
      const file = {
        schema: 'deployment/1',
        owner: { login: 'ada', id: 1 },
        stages: { production: stage },
      };
      await garden.write('deployments/leaves.yml', JSON.stringify(file));
      await done('deploy', 'leaves');
    };
    const answer = async (module: string, query: string): Promise<unknown> => {
      const url = `${garden.address}/leaves/v2/models/${module}/predict/${query}`;
      return (await fetch(url, { method: 'POST' })).json();
    };
    await want('leaf-sizes');
    expect(await answer('leaf-sizes', asked)).toMatchObject({ label: 'oak' });
    await want('my-leaves');
    expect(await answer('my-leaves', '?length=46&width=31')).toMatchObject({ label: 'birch' });
    await done('stop', 'leaves');
    expect(await docker(['ps', '--all', '--quiet', '--filter', 'name=orangery-leaves'])).toBe('');
    expect(await docker(['network', 'ls', '--quiet', '--filter', 'name=orangery-leaves'])).toBe('');
  });

  it('has its server started again where somebody removed it', async () => {
    const { stages } = parse(
      await readFile(join(garden.folder, 'deployments/leaves.yml'), 'utf8'),
    ) as {
      stages: { production: object };
    };
    expect(stages.production).toMatchObject({ module: 'my-leaves@1.0.0' });
    await done('deploy', 'leaves');
    const filter = ['ps', '--quiet', '--filter', 'label=org.orangery.part=my-leaves'];
    await docker(['rm', '--force', await docker(filter)]);
    const url = `${garden.address}/leaves/v2/models/my-leaves/predict/?length=46&width=31`;
    expect((await fetch(url, { method: 'POST' })).status).toBe(503);
    await done('deploy', 'leaves');
    const answer = await fetch(url, { method: 'POST' });
    expect(await answer.json()).toMatchObject({ label: 'birch' });
    await done('stop', 'leaves');
  });
});

async function serve({ folder, env }: ContainerGarden, args: readonly string[]) {
  const line = /Serving at (http:\/\/127\.0\.0\.1:\d+)/;
  const program = join(root, 'cli/bin/orangery.mjs');
  return startProgram(process.execPath, [program, ...args], line, { ...env, PWD: folder }, folder);
}

async function send(url: string, body: object, headers: Record<string, string>): Promise<unknown> {
  const all = { ...headers, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers: all, body: JSON.stringify(body) });
  return answer.json();
}
