import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { processGroups } from '../../../../runner/src/serving/module-training/process-groups.ts';
import { TrainingGroup } from '../../../../runner/src/serving/module-training/training-group.ts';

const wait = { timeout: 10_000, interval: 5 };

/** A program that leads a group, with one child in it and one in a group of its own. */
const family = `
  const { spawn } = require('node:child_process');
  const idle = ['-e', 'setInterval(() => {}, 1000)'];
  const inside = spawn(process.execPath, idle);
  const outside = spawn(process.execPath, idle, { detached: true });
  console.log([process.pid, inside.pid, outside.pid].join(' '));
  setInterval(() => {}, 1000);
`;

async function startFamily(): Promise<readonly number[]> {
  const child = spawn(process.execPath, ['-e', family], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line]: unknown[] = await once(createInterface(child.stdout), 'line');
  const pids = String(line).split(' ').map(Number);
  onTestFinished(() => {
    for (const pid of pids) killIfThere(pid);
  });
  return pids;
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // as it should
  }
}

/** `T` when stopped, `Z` or nothing when ended, else another letter. */
function stateOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3);
  } catch {
    return '';
  }
}

function hasEnded(pid: number): boolean {
  return ['', 'Z'].includes(stateOf(pid));
}

async function untilAll(pids: readonly number[], test: (pid: number) => boolean): Promise<void> {
  await vi.waitFor(() => expect(pids.filter((pid) => !test(pid))).toEqual([]), wait);
}

describe.skipIf(process.platform !== 'linux')('TrainingGroup', () => {
  it('finds the groups of all that a process started', async () => {
    const [first, , outside] = await startFamily();
    expect(await processGroups(first!)).toEqual([first, outside]);
  });

  it('finds nothing but its group of a process that has ended', async () => {
    expect(await processGroups(2 ** 22 + 1)).toEqual([2 ** 22 + 1]);
  });

  it('stops all processes, lets them go on, and ends them', async () => {
    const pids = await startFamily();
    const group = new TrainingGroup(pids[0]!);
    await group.look();
    group.stop();
    await untilAll(pids, (pid) => stateOf(pid) === 'T');
    group.go();
    await untilAll(pids, (pid) => stateOf(pid) !== 'T' && !hasEnded(pid));
    group.stop();
    await group.kill();
    await untilAll(pids, hasEnded);
  });

  it('stops a group that is found while it stands still', async () => {
    const pids = await startFamily();
    const group = new TrainingGroup(pids[0]!);
    group.stop();
    await group.look();
    await untilAll(pids, (pid) => stateOf(pid) === 'T');
    await group.kill();
    await untilAll(pids, hasEnded);
  });

  it('ends processes that stand still when the server is killed', async () => {
    const pids = await startFamily();
    const module = new URL(
      '../../../../runner/src/serving/module-training/training-group.ts',
      import.meta.url,
    );
    const script = `
      const { TrainingGroup } = await import(${JSON.stringify(module.href)});
      const group = new TrainingGroup(${pids[0]});
      await group.look();
      group.stop();
      console.log('stopped');
      setInterval(() => {}, 1000);
    `;
    const server = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void server.kill('SIGKILL'));
    await once(createInterface(server.stdout), 'line');
    await untilAll(pids, (pid) => stateOf(pid) === 'T');
    server.kill('SIGKILL');
    await untilAll(pids, hasEnded);
  });
});
