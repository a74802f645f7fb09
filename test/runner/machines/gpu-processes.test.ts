import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { gpuProcesses } from '../../../runner/src/machines/gpu-processes.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const signal = new AbortController().signal;

/** A folder with an `nvidia-smi` that runs this script. */
async function withProgram(script: string): Promise<string> {
  const folder = await tempFolder({ 'nvidia-smi': `#!/bin/sh\n${script}\n` });
  await chmod(join(folder, 'nvidia-smi'), 0o755);
  return `${folder}:/usr/bin:/bin`;
}

it('names what holds the GPUs that are asked for', async () => {
  const PATH = await withProgram('[ "$1" = --id=2,3 ] && printf "4711, python3\\n12, node\\n"');
  expect(await gpuProcesses(['2', '3'], { signal, env: { PATH } })).toEqual([
    ...['4711, python3', '12, node'],
  ]);
});

it('finds nothing on a GPU that is free', async () => {
  const PATH = await withProgram('exit 0');
  expect(await gpuProcesses(['0'], { signal, env: { PATH } })).toEqual([]);
});

it('fails where it cannot be told', async () => {
  const PATH = await withProgram('echo "No devices were found" >&2; exit 6');
  await expect(gpuProcesses(['0'], { signal, env: { PATH } })).rejects.toThrow('No devices');
});
