import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { limitsOnDisk, readModule, type Module } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import { tf } from '../../../../runner/src/compute/tensorflow.ts';
import { runGoldenTest } from '../../../../runner/src/inference/golden.ts';
import { loadPredictor } from '../../../../runner/src/inference/load-predictor.ts';
import { loadPipeline } from '../../../../runner/src/inference/pipeline/load-pipeline.ts';
import { predictRaw } from '../../../../runner/src/inference/predictor.ts';
import { caught } from '../../../helpers/caught.ts';
import { root } from '../../../helpers/orangery.ts';
import {
  fakePredictor,
  label,
  number,
  text,
  topologyOf,
  type FakePredictor,
} from './fake-predictor.ts';
import { nestedPipelines, writeMarketplace, type WrittenModule } from './written-pipeline.ts';

const backend = 'wasm';

async function read(folder: string): Promise<Module> {
  const found = await readModule(folder, folder, limitsOnDisk);
  if (found.kind === 'valid') return found.module;
  throw new Error(JSON.stringify(found.problems));
}

describe('the pipelines of this repository', () => {
  it.each(['seed-jury', 'fruit-survey'])('%s answers as its golden test says', async (id) => {
    const folder = join(root, 'modules', id);
    const predictor = await loadPredictor(folder, { backend });
    try {
      const outcomes = await runGoldenTest(await read(folder), predictor);
      expect(outcomes.length).toBeGreaterThan(1);
      expect(outcomes.filter(({ isPassed }) => !isPassed)).toEqual([]);
    } finally {
      predictor.dispose();
    }
  });

  it('may be sequences too: a label goes on as a text', async () => {
    const again = {
      name: 'again',
      module: 'letter-sorter',
      inputs: { text: 'letter-sorter.label' },
    };
    const pipeline = topologyOf('sequence', { module: 'letter-sorter' }, again);
    const folder = await writeMarketplace({ twice: { pipeline } }, ['letter-sorter']);
    const predictor = await loadPredictor(join(folder, 'modules/twice'), { backend });
    const bytes = new TextEncoder().encode('The lamp above the pavement by the station is broken.');
    const raws = [
      { kind: 'file', name: 'letter.txt', bytes },
      { kind: 'value', value: ['The book that I borrowed is damaged.', 'The pavement is broken.'] },
    ] as const;
    const answers = await predictRaw(predictor, raws);
    predictor.dispose();
    expect(predictor.inputs).toMatchObject([{ name: 'text', type: 'text' }]);
    expect(answers.map((list) => list.map(({ label }) => label))).toEqual([
      ['roads'],
      ['library', 'roads'],
    ]);
  });

  it('frees every tensor of its steps', async () => {
    const before = tf.memory().numTensors;
    const predictor = await loadPredictor(join(root, 'modules/seed-jury'), { backend });
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    predictor.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a pipeline on disk', () => {
  /** Modules of other runtimes that were loaded, by id. */
  function loader(): {
    readonly loaded: Map<string, FakePredictor>;
    load(folder: string): Promise<FakePredictor>;
  } {
    const loaded = new Map<string, FakePredictor>();
    return {
      loaded,
      load: async (folder) => {
        const id = folder.split('/').at(-1)!;
        if (loaded.has(id)) throw new Error(`${id} is loaded twice`);
        const predictor = fakePredictor({
          ...{ id, inputs: [text], outputs: [label('a', 'b'), number('length')] },
          answer: (input) => ({ label: 'a', length: String(input).length }),
        });
        loaded.set(id, predictor);
        return predictor;
      },
    };
  }

  const sorters = ['letter-sorter'];
  const one: WrittenModule = {
    pipeline: topologyOf('parallel', { module: 'letter-sorter', version: '1.0.0' }),
  };

  it('loads each module once, also where pipelines within it name it again', async () => {
    const both = topologyOf('parallel', { module: 'one' }, { module: 'letter-sorter' });
    const folder = await writeMarketplace({ one, both: { pipeline: both } }, sorters);
    const { load, loaded } = loader();
    const predictor = await loadPipeline(await read(join(folder, 'modules/both')), load);
    expect([...loaded.keys()]).toEqual(sorters);
    expect(predictor).toMatchObject({ id: 'both', version: '1.0.0', inputs: [text] });
    const [answers] = await predictRaw(predictor, [{ kind: 'value', value: 'abc' }]);
    expect(answers).toEqual([
      {
        'one.letter-sorter.label': 'a',
        'one.letter-sorter.length': 3,
        'letter-sorter.label': 'a',
        'letter-sorter.length': 3,
      },
    ]);
    predictor.dispose();
    expect([...loaded.values()].map(({ isDisposed }) => isDisposed)).toEqual([true]);
  });

  it('may lie outside modules/', async () => {
    const folder = await writeMarketplace({ one }, sorters);
    await rename(join(folder, 'modules/one'), join(folder, 'one'));
    const { load } = loader();
    expect(await loadPipeline(await read(join(folder, 'one')), load)).toMatchObject({ id: 'one' });
  });

  it('frees what it loaded when a later step cannot be', async () => {
    const pipeline = topologyOf('parallel', { module: 'letter-sorter' }, { module: 'second' });
    const written = { a: { pipeline }, second: { kind: 'module', runtime: 'onnx' } as const };
    const folder = await writeMarketplace(written, sorters);
    const { load, loaded } = loader();
    const loadFirst = async (path: string): Promise<FakePredictor> => {
      if (path.endsWith('second')) throw new Error('no weights');
      return load(path);
    };
    const loading = loadPipeline(await read(join(folder, 'modules/a')), loadFirst);
    await expect(loading).rejects.toThrow('step second: no weights');
    expect([...loaded.values()].map(({ isDisposed }) => isDisposed)).toEqual([true]);
  });

  it('loads nothing when a step is not there', async () => {
    const pipeline = topologyOf('parallel', { module: 'letter-sorter' }, { module: 'gone' });
    const folder = await writeMarketplace({ a: { pipeline } }, sorters);
    const { load, loaded } = loader();
    const loading = loadPipeline(await read(join(folder, 'modules/a')), load);
    await expect(loading).rejects.toMatchObject({ code: 'MODULE_UNKNOWN' });
    expect([...loaded.keys()]).toEqual([]);
  });

  it('may be made of 64 modules in all, and is refused with more before any is loaded', async () => {
    const folder = await writeMarketplace(nestedPipelines('letter-sorter', 12), sorters);
    const { load, loaded } = loader();
    const most = await loadPipeline(await read(join(folder, 'modules/d3')), load);
    expect(most.outputs).toHaveLength(128);
    most.dispose();
    loaded.clear();
    const failures = ['d4', 'd12'].map(async (id) => {
      const module = await read(join(folder, 'modules', id));
      return caught(() => loadPipeline(module, load));
    });
    expect(await Promise.all(failures)).toMatchInlineSnapshot(`
      [
        "MODULE_INVALID d4/module.md /pipeline/steps: expected at most 64 modules in all, those of pipelines within it counted each time, found 256",
        "MODULE_INVALID d12/module.md /pipeline/steps: expected at most 64 modules in all, those of pipelines within it counted each time, found 1000000 or more",
      ]
    `);
    expect([...loaded.keys()]).toEqual([]);
  });

  it('is refused where its steps are not there, of another version, itself, or do not fit', async () => {
    const folder = await writeMarketplace(
      {
        gone: { pipeline: topologyOf('parallel', { module: 'nowhere' }) },
        old: {
          pipeline: topologyOf('parallel', {
            name: 'sort',
            module: 'letter-sorter',
            version: '0.9.0',
          }),
        },
        ring: { pipeline: topologyOf('sequence', { module: 'round' }) },
        round: { pipeline: topologyOf('sequence', { module: 'ring' }) },
        unfit: {
          pipeline: topologyOf(
            'sequence',
            { module: 'letter-sorter' },
            { name: 'again', module: 'letter-sorter', inputs: { text: 'letter-sorter.length' } },
          ),
        },
      },
      sorters,
    );
    const failures = ['gone', 'old', 'ring', 'unfit'].map(async (id) => {
      const module = await read(join(folder, 'modules', id));
      return caught(() => loadPipeline(module, loader().load));
    });
    expect(await Promise.all(failures)).toMatchInlineSnapshot(`
      [
        "MODULE_UNKNOWN step nowhere: expected a module nowhere, found none",
        "MODULE_INVALID step sort: expected letter-sorter 0.9.0, found version 1.0.0",
        "MODULE_INVALID step round: step ring: expected a step that is not made of this pipeline, found ring → round → ring",
        "MODULE_INVALID unfit/module.md /pipeline/steps/1/inputs/text: expected text, category, or class-probabilities, which again.text takes, found letter-sorter.length, number",
      ]
    `);
  });

  it('says which step has no weights', async () => {
    const pipeline = topologyOf('sequence', { module: 'text-classifier' });
    const folder = await writeMarketplace({ a: { pipeline } }, ['text-classifier']);
    const failure = await caught(() => loadPredictor(join(folder, 'modules/a'), { backend }));
    expect(failure).toMatchInlineSnapshot(
      `"MODULE_NOT_TRAINED step text-classifier: text-classifier: expected weights in artifact/, found none"`,
    );
  });
});
