import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readValidModule } from '../../../../runner/src/inference/load-module.ts';
import { readSteps } from '../../../../runner/src/inference/pipeline/read-steps.ts';
import { nestedPipelines, writeMarketplace } from './written-pipeline.ts';

describe('readSteps', () => {
  it('counts a module as often as it answers, and reads it once', async () => {
    const code = { kind: 'module', runtime: 'onnx' } as const;
    const folder = await writeMarketplace({ code, ...nestedPipelines('code', 2) });
    const read = await readSteps(await readValidModule(join(folder, 'modules/d2')));
    expect(read.size).toBe(16);
    expect(new Set(read.steps)).toHaveProperty('size', 1);
    const [inner] = read.steps;
    expect(inner!.module.id).toBe('d1');
    expect(inner!.steps.map(({ module, size }) => [module.id, size])).toEqual(
      Array.from({ length: 4 }, () => ['code', 1]),
    );
  });

  it('of a module that is no pipeline reads nothing more', async () => {
    const folder = await writeMarketplace({ code: { kind: 'module', runtime: 'onnx' } });
    const module = await readValidModule(join(folder, 'modules/code'));
    expect(await readSteps(module)).toEqual({ module, steps: [], size: 1 });
  });
});
