import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { parseRecord, type Receipt } from '@orangery/schemas';
import { createRandom, type Random } from '../../runner/src/random.ts';
import { cloudTable } from '../helpers/cloud-table.ts';
import { orangery, root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { childrenOf, stillWorking } from '../helpers/worker-processes.ts';

const kills = 50;

const options = [
  ...['--trials', '6', '--hours', '1', '--width', '2', '--folds', '1', '--json'],
  ...['--knob', 'family=mlp', '--knob', 'batchSize=32', '--knob', 'units=16'],
];

function trainArgs(folder: string, out: string): string[] {
  const data = join(folder, 'data.csv');
  return [
    'train',
    'tabular-classifier',
    '--dataset',
    data,
    '--out',
    join(folder, `out-${out}`),
    ...options,
  ];
}

function environment(folder: string, state: string): Record<string, string> {
  return { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: join(folder, state) };
}

interface Sitting {
  /** The receipt, when it came to its end. */
  readonly receipt: Receipt | undefined;
  readonly kills: number;
  readonly workers: readonly number[];
}

/**
 * One start of the run, in which workers, and in the end the run itself, are killed at random moments
 * of its trials. No segment meets more than two kills of its worker: the third would end its trial.
 */
async function sit(folder: string, state: string, random: Random | null): Promise<Sitting> {
  const args = [join(root, 'cli/bin/orangery.mjs'), ...trainArgs(folder, state), '--resume'];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, ...environment(folder, state) },
  });
  const closed = once(child, 'close');
  const workers = new Set<number>();
  const sitting = { last: '', kills: 0, next: random === null ? Infinity : random.integer(30) };
  createInterface(child.stdout).on('line', (line) => {
    sitting.last = line;
    const alive = childrenOf(child.pid!);
    for (const pid of alive) workers.add(pid);
    if (random === null || (sitting.next -= 1) > 0) return;
    sitting.next = 1 + random.integer(30);
    const strikesWorker = sitting.kills < 2 && alive.length > 0 && random.uniform() < 0.7;
    const victim = strikesWorker ? alive[random.integer(alive.length)]! : child.pid!;
    if (kill(victim)) sitting.kills += 1;
    if (victim === child.pid) sitting.next = Infinity;
  });
  const [code]: unknown[] = await closed;
  const receipt = code === 0 ? parseRecord('receipt', parse(sitting.last), 'receipt') : undefined;
  return { receipt, kills: sitting.kills, workers: [...workers] };
}

function parse(line: string): unknown {
  return JSON.parse(line);
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false; // it ended by itself
  }
}

describe.skipIf(process.platform !== 'linux')('a training that is killed again and again', () => {
  it(`ends like an undisturbed one, over ${kills} random kills of a worker or of all`, async () => {
    const folder = await tempFolder({ 'data.csv': cloudTable(60) });
    const plain = await orangery(trainArgs(folder, 'plain'), { env: environment(folder, 'plain') });
    expect(plain.stderr).not.toContain('✗');
    const whole = parseRecord('receipt', plain.record, 'the receipt');
    const random = createRandom(11);
    const workers = new Set<number>();
    let struck = 0;
    let runs = 0;
    while (struck < kills) {
      runs += 1;
      let receipt: Receipt | undefined;
      while (receipt === undefined) {
        const found = await sit(folder, `state-${runs}`, struck < kills ? random : null);
        struck += found.kills;
        receipt = found.receipt;
        for (const pid of found.workers) workers.add(pid);
      }
      expect(receipt.trials.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(receipt.trials).toEqual(whole.trials);
      expect(receipt.best).toBe(whole.best);
      expect(receipt.artifact).toEqual(whole.artifact);
      expect(receipt.fingerprint).toBe(whole.fingerprint);
    }
    console.log(`${struck} kills over ${runs} runs, ${workers.size} workers`);
    expect(await stillWorking(workers)).toEqual([]);
  });
});
