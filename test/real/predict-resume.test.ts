import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { customModule } from '../helpers/custom-module.ts';
import { onnxModule } from '../helpers/onnx-module.ts';
import { orangery, root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { columns } from '../runner/inference/onnx/declared.ts';

const sample = await readFile(join(root, 'modules/seed-classifier/sample/rows.csv'), 'utf8');

/** A table of as many rows: those of a sample, again and again. */
function table(text: string, rows: number): string {
  const [head, ...lines] = text.trim().split('\n');
  const all = Array.from({ length: rows }, (_, index) => lines[index % lines.length]);
  return `${[head, ...all].join('\n')}\n`;
}

function predictArgs(folder: string, output: string, ...more: readonly string[]): string[] {
  const places = ['--input', join(folder, 'rows.csv'), '--output', join(folder, output)];
  return ['predict', 'seed-classifier', ...places, '--batch', '8', '--json', ...more];
}

/** Starts predictions and sends the process a signal when so many bytes are there. */
async function signalAt(
  signal: 'SIGKILL' | 'SIGINT',
  bytes: number,
  place: { readonly folder: string; readonly output: string },
  args: readonly string[],
): Promise<{ readonly code: unknown; readonly signal: unknown; readonly stderr: string }> {
  const part = join(place.folder, `${place.output}.part`);
  const watcher = watch(place.folder);
  const child = spawn(process.execPath, [join(root, 'cli/bin/orangery.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  let isSent = false;
  watcher.on('change', (_, name) => {
    if (name !== basename(part) || isSent) return;
    void stat(part).then(
      ({ size }) => {
        if (size < bytes || isSent) return;
        isSent = child.kill(signal);
      },
      () => {}, // it has its final name by now: the process was not met, which the test finds
    );
  });
  const [code, ended]: unknown[] = await once(child, 'close');
  watcher.close();
  return { code, signal: ended, stderr };
}

describe('orangery predict, interrupted', () => {
  it.each([
    ['in one thread', 'p.csv', ['--workers', '1'], []],
    ['in two workers', 'p.csv', ['--workers', '2'], []],
    [
      'in two workers, as JSON lines, resumed in one',
      'p.jsonl',
      ['--workers', '2'],
      ['--workers', '1'],
    ],
  ])(
    'and resumed gives the bytes of an uninterrupted run, %s',
    { timeout: 300_000 },
    async (_, output, options, resumed) => {
      const folder = await tempFolder({ 'rows.csv': table(sample, 6000) });
      const whole = `whole-${output}`;
      const place = { folder, output };
      const args = predictArgs(folder, output, ...options);
      const first = await signalAt('SIGKILL', 50_000, place, args);
      const second = await signalAt('SIGKILL', 150_000, place, [...args, '--resume']);
      expect([first.signal, second.signal]).toEqual(['SIGKILL', 'SIGKILL']);
      const { code, record } = await orangery(
        predictArgs(folder, output, ...options, ...resumed, '--resume'),
      );
      expect(code).toBe(0);
      expect(record).toMatchObject({ predicted: 6000, failed: 0 });
      expect((record as { resumed: number }).resumed).toBeGreaterThan(300);
      expect((await orangery(predictArgs(folder, whole, ...options))).code).toBe(0);
      expect(await readFile(join(folder, output), 'utf8')).toBe(
        await readFile(join(folder, whole), 'utf8'),
      );
      expect((await readdir(folder)).sort()).toEqual([output, 'rows.csv', whole].sort());
    },
  );

  it('keeps what there is after Ctrl-C, and says how to go on', { timeout: 300_000 }, async () => {
    const folder = await tempFolder({ 'rows.csv': table(sample, 6000) });
    const place = { folder, output: 'p.csv' };
    const stopped = await signalAt('SIGINT', 50_000, place, predictArgs(folder, 'p.csv'));
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toMatch(
      /^\d+ of 6000 predictions are in \S+p\.csv\.part: the same command with --resume goes on\n✗ CANCELLED/,
    );
    const again = await orangery(predictArgs(folder, 'p.csv'));
    expect(again.code).toBe(2);
    expect(again.failure).toMatchObject({ code: 'USAGE' });
    expect(again.stderr).toContain('Add --resume to go on with them');
    const other = predictArgs(folder, 'p.csv', '--resume', '--backend', 'cpu');
    expect((await orangery(other)).stderr).toContain('another backend (wasm, now cpu)');
    expect((await orangery(predictArgs(folder, 'p.csv', '--resume'))).code).toBe(0);
  });
});

describe('two workers answer as one thread does', () => {
  async function compare(module: string, rows: string, ...more: readonly string[]) {
    const folder = await tempFolder({ 'rows.csv': rows });
    const outputs = ['1', '2'].map(async (workers) => {
      const output = join(folder, `${workers}.csv`);
      const places = ['--input', join(folder, 'rows.csv'), '--output', output];
      const args = ['predict', module, ...places, '--workers', workers, '--json', ...more];
      const { stderr, record } = await orangery(args);
      expect(stderr).toBe('');
      expect(record).toMatchObject({ failed: 0, workers: Number(workers) });
      return readFile(output, 'utf8');
    });
    const [one, two] = await Promise.all(outputs);
    expect(two).toBe(one);
  }

  it.each(['seed-forest', 'seed-jury'])('%s', { timeout: 120_000 }, async (module) => {
    await compare(module, table(sample, 1000));
  });

  it('a graph of another framework', { timeout: 120_000 }, async () => {
    const rows = table('width,height,depth,weight\n1,2,3,4\n4,3,2,1\n', 1000);
    await compare(await onnxModule('columns', columns), rows);
  });

  it('a module of code', { timeout: 300_000 }, async () => {
    const lines = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0 ? `${index / 60},left` : `${4 + index / 60},right`,
    );
    const data = `x,side\n${lines.join('\n')}\n`;
    const folder = await customModule('neighbours', { files: { 'data.csv': data } });
    const out = join(folder, '../../out/run');
    const dataset = ['--dataset', join(folder, 'data.csv'), '--trials', '1', '--trust-code'];
    const trained = await orangery(['train', folder, ...dataset, '--out', out]);
    expect(trained.code, trained.stderr).toBe(0);
    await compare(out, table(data, 1000), '--trust-code');
  });
});
