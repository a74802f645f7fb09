import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { customModule } from '../../helpers/custom-module.ts';
import { orangery, root } from '../../helpers/orangery.ts';
import { serve, stopServed, type Served } from './served.ts';

/** A module whose own code does what a text asks for. */
const code = `
import { defineModule } from '@orangery/runner/module';

export default defineModule({
  data: 'files',
  dataFormat: 'Texts.',
  scoreName: 'r2',
  inputs: [{ name: 'data', type: 'text', description: 'A text.' }],
  outputs: [{ name: 'length', type: 'number', description: 'Its letters.' }],
  knobs: { pace: { type: 'integer', min: 1, max: 3 } },
  read: async (files) => Promise.all(files.map(async (file) => ({ text: await file.text() }))),
  toInput: ({ text }) => ({ kind: 'value', value: text }),
  train: () => ({ factor: 1 }),
  evaluate: () => ({ r2: 1 }),
  predict: (model, inputs) =>
    inputs.map(({ value }) => {
      if (value === 'loop') for (;;);
      if (value === 'exit') process.exit(7);
      if (value === 'throw') throw new Error('the secret is in /home/ada');
      return { length: model.factor * String(value).length };
    }),
  save: (model) => model,
  load: (saved) => saved,
});
`;

afterEach(stopServed);

const deeds = [
  { text: 'loop', statuses: [504] },
  { text: 'exit', statuses: [500, 503] },
  { text: 'throw', statuses: [500] },
];

it('code that loops, exits or throws is answered, and the next text too', async () => {
  const served = await serveCode();
  for (const { text, statuses } of deeds) {
    const { status, body, id } = await ask(served, text);
    expect(statuses, text).toContain(status);
    expect(body).not.toMatch(/ada|\.ts|\n\s+at /);
    if (status === 500) expect(body).toContain(id);
    if (text === 'throw') expect(served.log.join('\n')).toContain('the secret is in /home/ada');
    await expect
      .poll(async () => ask(served, 'four'), { timeout: 60_000, interval: 200 })
      .toMatchObject({ status: 200, body: '{"status": "OK", "predictions": {"length": 4}}' });
  }
  // one that loops must not stay behind
  await expect.poll(async () => processesOf('out/own-code'), { timeout: 10_000 }).toBe(1);
  await served.stop();
  await expect.poll(async () => processesOf('out/own-code'), { timeout: 10_000 }).toBe(0);
});

/** Processes that run the code of a module below this folder. */
async function processesOf(folder: string): Promise<number> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    // a process that has ended meanwhile is none
    ids.map(async (id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes('custom/process/child') && line.includes(folder))
    .length;
}

async function serveCode(): Promise<Served> {
  const texts = Array.from({ length: 40 }, (_, index) => [`data/${index}.txt`, `text ${index}`]);
  const folder = await customModule(code, { files: Object.fromEntries(texts) });
  const out = join(folder, '../../out/own-code');
  const order = ['--dataset', join(folder, 'data'), '--trials', '1', '--trust-code', '--out', out];
  const trained = await orangery(['train', folder, ...order], { cwd: root });
  expect(trained.code, trained.stderr).toBe(0);
  return serve(out, '--trust-code', '--request-timeout', '4');
}

async function ask(served: Served, text: string) {
  const response = await fetch(`${served.address}/v2/models/own-code/predict/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: text }),
  });
  const id = response.headers.get('x-request-id');
  return { status: response.status, body: await response.text(), id };
}
