import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashOfModule } from '../../../../runner/src/inference/batch/module-hash.ts';
import { nestedPipelines, writeMarketplace } from '../pipeline/written-pipeline.ts';

const code = { kind: 'module', runtime: 'tfjs' } as const;

describe('hashOfModule', () => {
  it('of a pipeline changes with the code of a step of a step', async () => {
    const folder = await writeMarketplace({ code, ...nestedPipelines('code', 3) });
    const source = join(folder, 'modules/code/module.ts');
    await writeFile(source, 'export const answer = 1;\n');
    const hashOf = async (id: string): Promise<string> => hashOfModule(join(folder, 'modules', id));
    const before = [await hashOf('code'), await hashOf('d1'), await hashOf('d3')];
    expect(new Set(before).size).toBe(3);
    expect(await hashOf('d3')).toBe(before[2]);
    await writeFile(source, 'export const answer = 2;\n');
    const after = [await hashOf('code'), await hashOf('d1'), await hashOf('d3')];
    expect(new Set([...before, ...after]).size).toBe(6);
  });

  it('refuses a pipeline of more modules than one may have, without hashing them', async () => {
    const folder = await writeMarketplace({ code, ...nestedPipelines('code', 12) });
    await writeFile(join(folder, 'modules/code/module.ts'), 'export const answer = 1;\n');
    await expect(hashOfModule(join(folder, 'modules/d12'))).rejects.toMatchObject({
      code: 'MODULE_INVALID',
    });
  });
});
