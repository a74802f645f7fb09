import { chmod } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countDevices, parseCores, parseGpus } from '../../../runner/src/compute/count-devices.ts';
import { cudaRefusal, type Gpu } from '../../../runner/src/compute/cuda-refusal.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const signal = new AbortController().signal;
const twoCards = [
  '0, GPU-aaaa-1, NVIDIA A100-SXM4-40GB, 40960, 8.0',
  '1, GPU-bbbb-2, NVIDIA H100 80GB HBM3, 81559, 9.0',
].join('\n');

/** A folder with a program `nvidia-smi` that does this. */
async function smi(script: string): Promise<string> {
  const folder = await tempFolder({ 'nvidia-smi': `#!/bin/sh\n${script}\n` });
  await chmod(join(folder, 'nvidia-smi'), 0o755);
  return `${folder}:/usr/bin:/bin`;
}

describe('cards', () => {
  it('are read from nvidia-smi', async () => {
    const searchPath = await smi(`cat <<'END'\n${twoCards}\nEND`);
    const { gpus } = await countDevices({ signal, searchPath });
    expect(gpus).toEqual([
      {
        index: 0,
        uuid: 'GPU-aaaa-1',
        name: 'NVIDIA A100-SXM4-40GB',
        memoryBytes: 40960 * 2 ** 20,
        computeCapability: 8,
      },
      {
        index: 1,
        uuid: 'GPU-bbbb-2',
        name: 'NVIDIA H100 80GB HBM3',
        memoryBytes: 81559 * 2 ** 20,
        computeCapability: 9,
      },
    ]);
  });

  it('are read from an old driver, which does not know compute capabilities', async () => {
    const searchPath = await smi(
      `case "$1" in *compute_cap*) exit 2;; esac; echo '0, GPU-cc, Tesla K80, 11441'`,
    );
    const { gpus } = await countDevices({ signal, searchPath });
    expect(gpus).toEqual([
      { index: 0, uuid: 'GPU-cc', name: 'Tesla K80', memoryBytes: 11441 * 2 ** 20 },
    ]);
  });

  it.each([
    ['1', [1]],
    ['GPU-aaaa', [0]],
    ['1,0', [0, 1]],
    ['0,-1,1', [0]],
    ['-1', []],
    ['', []],
  ])('are only those that CUDA_VISIBLE_DEVICES=%s shows', async (visibleGpus, indices) => {
    const searchPath = await smi(`cat <<'END'\n${twoCards}\nEND`);
    const { gpus } = await countDevices({ signal, searchPath, visibleGpus });
    expect(gpus.map(({ index }) => index)).toEqual(indices);
  });

  it('are none without a driver', async () => {
    const searchPath = await tempFolder({});
    expect((await countDevices({ signal, searchPath })).gpus).toEqual([]);
  });

  it('are none where nvidia-smi says something else', () => {
    expect(parseGpus('No devices were found')).toEqual([]);
  });
});

describe('cores', () => {
  it('are those that this process may use', async () => {
    const { cores } = await countDevices({ signal, searchPath: '/nowhere' });
    expect(cores).toHaveLength(availableParallelism());
    expect(new Set(cores).size).toBe(cores.length);
  });

  it.each([
    ['0-3', [0, 1, 2, 3]],
    ['0,2,5-6', [0, 2, 5, 6]],
    ['7', [7]],
    ['', []],
    ['nonsense', []],
  ])('are read from %s', (list, cores) => {
    expect(parseCores(list)).toEqual(cores);
  });
});

describe('a card for CUDA 11', () => {
  const card = (computeCapability?: number): Gpu => ({
    index: 0,
    uuid: 'GPU-1',
    name: 'Card',
    memoryBytes: 0,
    ...(computeCapability === undefined ? {} : { computeCapability }),
  });

  it.each([
    [[], 'no NVIDIA card is found'],
    [[card(7.5)], undefined],
    [[card(8.9)], undefined],
    [[card()], undefined],
    [[card(12), card(8.6)], undefined],
    [[card(9)], 'Card (compute capability 9.0) is too new for its CUDA 11.2: webgpu runs on it'],
  ])('fits unless it is too new: %j', (gpus, refusal) => {
    expect(cudaRefusal(gpus)).toBe(refusal);
  });
});
