import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModules } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { tf } from '../../../../runner/src/compute/tensorflow.ts';
import { checkPipelines } from '../../../../runner/src/inference/pipeline/check-pipelines.ts';
import { root } from '../../../helpers/orangery.ts';
import { number, text, topologyOf } from './fake-predictor.ts';
import { nestedPipelines, writeMarketplace, type WrittenModule } from './written-pipeline.ts';

/** Each problem in a line, with its pipeline. */
async function problemsIn(folder: string): Promise<readonly string[]> {
  const { modules } = await readModules(folder);
  const found = await checkPipelines(modules);
  return found.map(
    ({ id, problem: { pointer, expected, found } }) =>
      `${id} ${pointer}: expected ${expected}, found ${found}`,
  );
}

describe('what steps give each other', () => {
  it('fits in the pipelines of this repository, and no tensor is left of looking', async () => {
    await startBackend('auto');
    const before = tf.memory().numTensors;
    expect(await problemsIn(root)).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is known of trained modules by their weights, also through a pipeline', async () => {
    const sorted = topologyOf('sequence', { module: 'letter-sorter' });
    const pipelines: Record<string, WrittenModule> = {
      sorted: { pipeline: sorted },
      // an office is no kind of tree
      harvest: {
        pipeline: topologyOf(
          'sequence',
          { module: 'sorted' },
          {
            module: 'harvest-estimator',
            inputs: {
              kind: 'sorted.label',
              ...Object.fromEntries(
                ['age_years', 'tub_litres', 'water_litres', 'sun_hours', 'frost_nights'].map(
                  (name) => [name, 'sorted.probability'],
                ),
              ),
              pruned: 'sorted.boxes',
            },
          },
        ),
      },
      jury: {
        pipeline: topologyOf(
          'ensemble',
          { module: 'seed-classifier' },
          { module: 'letter-sorter' },
        ),
      },
    };
    const folder = await writeMarketplace(pipelines, [
      'letter-sorter',
      'harvest-estimator',
      'seed-classifier',
    ]);
    expect(await problemsIn(folder)).toMatchInlineSnapshot(`
      [
        "harvest /pipeline/steps/1/inputs/kind: expected values that harvest-estimator.kind knows: bitter orange, citron, lemon, mandarin, found sorted.label: library, parks, roads, waste",
        "harvest /pipeline/steps/1/inputs/pruned: expected an output of sorted: label, probability, probabilities, found "boxes"",
        "jury /pipeline: expected one text and nothing beside it, found area_mm2 (number), perimeter_mm (number), length_mm (number), width_mm (number), groove_length_mm (number), asymmetry (number), colour (category), text (text)",
        "jury /pipeline/steps/1/module: expected the classes of seed-classifier: Aldersey, Brackwell, Corvane, found library, parks, roads, waste",
      ]
    `);
  });

  it('is taken from the front matter where there is no recipe, and left alone where it says nothing', async () => {
    const code = { kind: 'module', runtime: 'tfjs' } as const;
    const second = { module: 'said', inputs: { text: 'said-too.value' } };
    const folder = await writeMarketplace({
      said: { ...code, inputs: [text], outputs: [text] },
      'said-too': { ...code, inputs: [text], outputs: [number('value')] },
      silent: code,
      known: { pipeline: topologyOf('sequence', { module: 'said-too' }, second) },
      unknown: { pipeline: topologyOf('sequence', { module: 'silent' }, { module: 'said' }) },
    });
    await Promise.all(
      ['said', 'said-too', 'silent'].map((id) =>
        writeFile(join(folder, 'modules', id, 'module.ts'), 'throw new Error("never run");\n'),
      ),
    );
    expect(await problemsIn(folder)).toMatchInlineSnapshot(`
      [
        "known /pipeline/steps/1/inputs/text: expected text, category, or class-probabilities, which said.text takes, found said-too.value, number",
      ]
    `);
  });

  it('cannot be known of weights that are not what they were', async () => {
    const pipeline = topologyOf('sequence', { module: 'letter-sorter' });
    const folder = await writeMarketplace({ a: { pipeline } }, ['letter-sorter']);
    await writeFile(join(folder, 'modules/letter-sorter/artifact/weights.bin'), 'other');
    expect(await problemsIn(folder)).toMatchInlineSnapshot(
      `
      [
        "a /pipeline/steps/0/module: expected weights of letter-sorter that can be loaded, found artifact/weights.bin: expected 30320 bytes, found 5",
      ]
    `,
    );
  });

  it('is not asked of a pipeline that is made of more than 64 modules in all', async () => {
    const onnx = { kind: 'module', runtime: 'onnx' } as const;
    const code = { ...onnx, inputs: [text], outputs: [text] };
    const folder = await writeMarketplace({ code, ...nestedPipelines('code', 12) });
    const problems = await problemsIn(folder);
    const refused = ['d4', 'd5', 'd6', 'd7', 'd8', 'd9', 'd10', 'd11', 'd12'];
    expect(problems.map((problem) => problem.split(' ')[0]).toSorted()).toEqual(refused.toSorted());
    expect(problems.filter((problem) => /^(d4|d12) /.test(problem))).toMatchInlineSnapshot(`
      [
        "d12 /pipeline/steps: expected at most 64 modules in all, those of pipelines within it counted each time, found 1000000 or more",
        "d4 /pipeline/steps: expected at most 64 modules in all, those of pipelines within it counted each time, found 256",
      ]
    `);
  });
});
