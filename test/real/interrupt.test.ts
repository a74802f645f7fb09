import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { parseRecord } from '@orangery/schemas';
import { cloudTable } from '../helpers/cloud-table.ts';
import { orangery, root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { childrenOf, stillWorking } from '../helpers/worker-processes.ts';

/** How long an interrupted run may take to put things in order; it is killed then, and has no code. */
const boundMs = 30_000;

interface Place {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly state: string;
}

function placeIn(folder: string, name: string): Place {
  const state = join(folder, `state-${name}`);
  return {
    args: [
      ...['train', 'tabular-classifier', '--dataset', join(folder, 'data.csv')],
      ...['--out', join(folder, `out-${name}`), '--trials', '4', '--hours', '1', '--width', '2'],
      ...['--knob', 'family=mlp', '--knob', 'batchSize=16', '--knob', 'units=16'],
      ...['--folds', '1', '--json'],
    ],
    env: { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: state },
    state,
  };
}

/** Runs a training until the first word of a trial, and sends signals to its whole group, as a terminal does. */
async function interrupt({ args, env }: Place, signals: readonly NodeJS.Signals[]) {
  const child = spawn(process.execPath, [join(root, 'cli/bin/orangery.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env },
    detached: true,
  });
  const errors = text(child.stderr);
  const closed = once(child, 'close');
  let workers: number[] = [];
  let limit: NodeJS.Timeout | undefined;
  createInterface(child.stdout).on('line', (line) => {
    if (workers.length > 0 || !line.includes('"type":"epoch"')) return;
    workers = childrenOf(child.pid!);
    for (const signal of signals) process.kill(-child.pid!, signal);
    limit = setTimeout(() => child.kill('SIGKILL'), boundMs);
  });
  const [code]: unknown[] = await closed;
  clearTimeout(limit);
  return { code, workers, stderr: await errors };
}

async function finish({ args, env }: Place, more: readonly string[] = []) {
  const outcome = await orangery([...args, ...more], { env });
  expect(outcome.stderr).not.toContain('✗');
  return { outcome, receipt: parseRecord('receipt', outcome.record, 'the receipt') };
}

describe.skipIf(process.platform !== 'linux')('a training that is interrupted', () => {
  it.each([
    ['ends with code 1 and says why', ['SIGINT'], 'Stopped by Ctrl-C'],
    // the same signal twice in a row may reach it once: the other one that it hears is sent
    ['says nothing of Ctrl-C when it was another signal', ['SIGTERM'], '✗ CANCELLED Stopped\n'],
    ['ends at once at a second signal', ['SIGINT', 'SIGTERM'], ''],
  ] as const)('%s, leaves no worker, and is gone on with', async (_, signals, said) => {
    const folder = await tempFolder({ 'data.csv': cloudTable(60) });
    const whole = await finish(placeIn(folder, 'whole'));
    const place = placeIn(folder, 'stopped');
    const stopped = await interrupt(place, signals);
    expect(stopped.code).toBe(1);
    expect(stopped.workers).not.toEqual([]);
    expect(await stillWorking(stopped.workers)).toEqual([]);
    if (said === '') expect(stopped.stderr).not.toContain('✗');
    else expect(stopped.stderr).toContain(said);
    const [run, ...others] = await readdir(join(place.state, 'runs'));
    expect(others).toEqual([]);
    if (said !== '') expect(await readdir(join(place.state, 'runs', run!))).not.toContain('lock');
    const { receipt, outcome } = await finish(place, ['--resume']);
    expect(outcome.stdout).toContain('"resumed":');
    expect(receipt.run).toBe(run);
    expect(receipt.trials).toEqual(whole.receipt.trials);
    expect(receipt.artifact).toEqual(whole.receipt.artifact);
    expect(receipt.fingerprint).toBe(whole.receipt.fingerprint);
  });
});
