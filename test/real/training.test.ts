import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRecord, type Receipt } from '@orangery/schemas';
import { orangery, root } from '../helpers/orangery.ts';

const data = process.env.ORANGERY_TEST_DATA;
if (data === undefined) {
  const message = 'ORANGERY_TEST_DATA names no folder: nothing is trained on real data';
  if (process.env.ORANGERY_REQUIRE_DATA !== undefined) throw new Error(message);
  console.warn(message);
}

describe.skipIf(data === undefined)('training on real data behind a link', () => {
  let server: Server;
  let url: string;
  let out: string;

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'orangery-real-'));
    server = createServer((request, response) => {
      createReadStream(join(data!, basename(request.url!)))
        .on('error', () => response.writeHead(404).end())
        .pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(out, { recursive: true, force: true });
  });

  const trainOn = async (module: string, name: string, args: readonly string[]) => {
    const folder = join(out, name);
    const outcome = await orangery(['train', module, ...args, '--out', folder, '--json']);
    expect(outcome.stderr + outcome.stdout.slice(-500)).not.toContain('✗');
    const receipt: Receipt = parseRecord('receipt', outcome.record, 'the receipt');
    const { metrics, intervals, observed, trials } = receipt;
    console.log(
      `${name}: accuracy ${metrics.accuracy?.toFixed(3)} (${intervals.accuracy?.lower.toFixed(3)}–${intervals.accuracy?.upper.toFixed(3)}), ${trials.length} trials, ${observed.seconds.toFixed(0)} s`,
    );
    return { folder, receipt };
  };

  it('hand signs reach 0.85 in three minutes, and the result predicts a folder', async () => {
    const links = ['--dataset', `${url}/sign-digits.zip`, '--trials', '2', '--hours', '0.05'];
    const { folder, receipt } = await trainOn('image-classifier', 'signs', links);
    expect(receipt.environment.backend).toBe('wasm');
    expect(receipt.metrics.accuracy).toBeGreaterThanOrEqual(0.85);
    expect(receipt.observed.seconds).toBeLessThan(180 * 1.05);
    const table = join(out, 'predictions.csv');
    const pictures = join(root, 'modules/leaf-classifier/sample');
    const predicted = await orangery(['predict', folder, '--input', pictures, '--output', table]);
    expect(predicted.code).toBe(0);
    const lines = (await readFile(table, 'utf8')).trim().split('\n');
    expect(lines[0]).toBe('file,label,probability,0,1,2,3,4,5,6,7,8,9');
    expect(lines).toHaveLength(7);
  });

  it('digits in SINGA-Auto’s format reach 0.95 on a validation link', async () => {
    const links = ['--dataset', `${url}/mnist-train-singa.zip`, '--trials', '1'];
    const validation = ['--validation', `${url}/mnist-test-singa.zip`];
    const { receipt } = await trainOn('image-classifier', 'mnist', [...links, ...validation]);
    expect(receipt.split).toMatchObject({ strategy: 'validation link', test: 500 });
    expect(receipt.metrics.accuracy).toBeGreaterThanOrEqual(0.95);
  });

  it('wheat kernels reach 0.90, twice with the same weights', async () => {
    const links = ['--dataset', `${url}/wheat-seeds.csv`];
    const first = await trainOn('tabular-classifier', 'wheat', links);
    const again = await trainOn('tabular-classifier', 'wheat-again', links);
    expect(first.receipt.metrics.accuracy).toBeGreaterThanOrEqual(0.9);
    expect(again.receipt.artifact).toEqual(first.receipt.artifact);
    expect(again.receipt.fingerprint).toBe(first.receipt.fingerprint);
    expect(await readFile(join(again.folder, 'artifact/weights.bin'))).toEqual(
      await readFile(join(first.folder, 'artifact/weights.bin')),
    );
  });

  it('penguins reach 0.97', async () => {
    const args = ['--dataset', `${url}/penguins.csv`, '--target', 'species', '--trials', '5'];
    const { receipt } = await trainOn('tabular-classifier', 'penguins', args);
    expect(receipt.metrics.accuracy).toBeGreaterThanOrEqual(0.97);
  });
});
