import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Failure } from '@orangery/schemas';
import { runCommand } from '../command.ts';
import type { Gpu } from './cuda-refusal.ts';

export interface Devices {
  /** NVIDIA cards that may be used. */
  readonly gpus: readonly Gpu[];
  /** Numbers of the processor cores that may be used, as `taskset` counts. */
  readonly cores: readonly number[];
}

export interface CountingOptions {
  readonly signal: AbortSignal;
  /** The PATH that programs are found by. */
  readonly searchPath: string | undefined;
  /** CUDA_VISIBLE_DEVICES, by which a scheduler gives cards out; all when absent. */
  readonly visibleGpus?: string;
}

/** Old drivers do not know compute capabilities. */
const queries = ['index,uuid,name,memory.total,compute_cap', 'index,uuid,name,memory.total'];

/** What workers can be pinned to on this machine. */
export async function countDevices(options: CountingOptions): Promise<Devices> {
  const [gpus, cores] = await Promise.all([findGpus(options), findCores()]);
  return { gpus, cores };
}

async function findGpus(options: CountingOptions): Promise<readonly Gpu[]> {
  for (const query of queries) {
    try {
      const args = [`--query-gpu=${query}`, '--format=csv,noheader,nounits'];
      const { stdout } = await runCommand('nvidia-smi', args, {
        cwd: '/',
        signal: options.signal,
        timeoutMs: 20_000,
        env: { PATH: options.searchPath },
      });
      return parseGpus(stdout).filter(isVisible(options.visibleGpus));
    } catch (error) {
      // no driver, no card, or an old one: the next query is tried
      if (!(error instanceof Failure) || error.code === 'CANCELLED') throw error;
    }
  }
  return [];
}

/** Lines of `nvidia-smi --format=csv,noheader,nounits`; others are left out. */
export function parseGpus(lines: string): Gpu[] {
  return lines.split('\n').flatMap((line) => {
    const [index, uuid, name, memory, capability] = line.split(',').map((cell) => cell.trim());
    if (!/^\d+$/.test(index ?? '') || uuid === undefined || name === undefined) return [];
    const computeCapability = Number(capability);
    return {
      index: Number(index),
      uuid,
      name,
      memoryBytes: (Number(memory) || 0) * 2 ** 20,
      ...(computeCapability > 0 ? { computeCapability } : {}),
    };
  });
}

/** By index or by the beginning of the UUID, up to the first that is neither, as CUDA reads it. */
function isVisible(list: string | undefined): (gpu: Gpu) => boolean {
  if (list === undefined) return () => true;
  const names = list.split(',').map((name) => name.trim());
  const end = names.findIndex((name) => !/^(\d+|GPU-[\da-f-]+)$/i.test(name));
  const known = end === -1 ? names : names.slice(0, end);
  return ({ index, uuid }) =>
    known.some((name) => (/^\d+$/.test(name) ? Number(name) === index : uuid.startsWith(name)));
}

async function findCores(): Promise<number[]> {
  const count = availableParallelism();
  const status = await readFile('/proc/self/status', 'utf8').catch(() => ''); // Linux only
  const allowed = parseCores(/^Cpus_allowed_list:\s*(.+)$/m.exec(status)?.[1] ?? '');
  if (allowed.length > 0) return allowed.slice(0, count);
  return Array.from({ length: count }, (_, core) => core);
}

/** `0-3,8` as numbers. */
export function parseCores(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(range.trim()) ?? [];
    if (first === undefined) return [];
    const length = Math.max(0, Number(last) - Number(first) + 1);
    return Array.from({ length }, (_, index) => Number(first) + index);
  });
}
