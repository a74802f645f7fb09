import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  localEngine,
  type BatchEngine,
} from '../../../../runner/src/inference/batch/batch-engine.ts';
import { countInputs } from '../../../../runner/src/inference/batch/list-inputs.ts';
import type { PartHeader } from '../../../../runner/src/inference/batch/part-header.ts';
import {
  predictBatch,
  type BatchOrder,
} from '../../../../runner/src/inference/batch/predict-batch.ts';
import type { PredictionSource } from '../../../../runner/src/inference/prediction-source.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { fakePictures, fakeTable } from '../../serving/fake-predictor.ts';

function pictures(contents: readonly string[]): PredictionSource {
  const files = contents.map((content, index) => ({
    name: `${index}.png`,
    read: async () => Buffer.from(content),
  }));
  return { kind: 'folder', path: 'pictures', files };
}

const rows: PredictionSource = {
  kind: 'table',
  path: 'rows.csv',
  places: [],
  table: {
    format: 'CSV',
    columns: ['x', 'note'],
    rows: [
      ['1', 'a, b'],
      ['2', null],
    ],
    places: { unit: 'line', numbers: [2, 3] },
  },
};

function headerOf(source: PredictionSource, changed: Partial<PartHeader> = {}): PartHeader {
  const same = { schema: 'predictions/1', module: 'pictures', version: '1.0.0' } as const;
  const hashes = { artifact: 'a1', input: 'b2', backend: 'cpu', format: 'csv' } as const;
  return { ...same, ...hashes, inputs: countInputs(source), ...changed };
}

function orderOf(
  path: string,
  source: PredictionSource,
  changed: Partial<BatchOrder> = {},
): BatchOrder {
  return {
    engine: localEngine(source.kind === 'table' ? fakeTable() : fakePictures()),
    source,
    path,
    header: headerOf(source),
    existing: 'keep',
    batchSize: 2,
    signal: new AbortController().signal,
    ...changed,
  };
}

/** Predicts all, and ends before the output is made: what is unfinished then. */
async function interrupt(order: BatchOrder): Promise<Buffer> {
  const checkOutput = async (): Promise<void> => {
    throw new Error('interrupted');
  };
  await expect(predictBatch({ ...order, checkOutput })).rejects.toThrow('interrupted');
  return readFile(`${order.path}.part`);
}

describe('predictBatch', () => {
  it('writes a table with its answers, and leaves nothing else behind', async () => {
    const folder = await tempFolder();
    const result = await predictBatch(orderOf(join(folder, 'p.csv'), rows));
    expect(result).toEqual({ predicted: 2, failed: 0, resumed: 0 });
    expect(await readdir(folder)).toEqual(['p.csv']);
    expect(await readFile(join(folder, 'p.csv'), 'utf8')).toMatchInlineSnapshot(`
      "x,note,label,probability
      1,"a, b","{""x"":""1""}",1
      2,,"{""x"":""2""}",1
      "
    `);
  });

  it('writes JSON lines with rows, or with what was wrong', async () => {
    const path = join(await tempFolder(), 'p.jsonl');
    await predictBatch(orderOf(path, rows, { header: headerOf(rows, { format: 'jsonl' }) }));
    expect(await readFile(path, 'utf8')).toMatchInlineSnapshot(`
      "{"input":"line 2","row":{"x":"1","note":"a, b"},"prediction":{"label":"{\\"x\\":\\"1\\"}","probability":1,"probabilities":{"{\\"x\\":\\"1\\"}":1,"other":0}}}
      {"input":"line 3","row":{"x":"2","note":null},"prediction":{"label":"{\\"x\\":\\"2\\"}","probability":1,"probabilities":{"{\\"x\\":\\"2\\"}":1,"other":0}}}
      "
    `);
    const source = pictures(['bad', 'A']);
    const header = headerOf(source, { format: 'jsonl' });
    await predictBatch(orderOf(path, source, { header }));
    expect(await readFile(path, 'utf8')).toMatchInlineSnapshot(`
      "{"input":"0.png","error":"bad is not a picture","hint":"Send a picture."}
      {"input":"1.png","prediction":{"label":"A","probability":1,"probabilities":{"A":1,"other":0}}}
      "
    `);
  });

  it('gives the same bytes wherever it was cut off and resumed', async () => {
    const folder = await tempFolder();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('bad', 'good', 'fine'), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('csv', 'jsonl'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (contents, batchSize, format, share) => {
          const source = pictures(['good', ...contents]);
          const header = headerOf(source, { format });
          const path = join(folder, 'p');
          const order = orderOf(path, source, { batchSize, header, existing: 'replace' });
          const part = await interrupt(order);
          await predictBatch(order);
          const whole = await readFile(path, 'utf8');
          await writeFile(`${path}.part`, part.subarray(0, Math.round(share * part.length)));
          const result = await predictBatch({ ...order, existing: 'resume' });
          expect(result.predicted + result.failed).toBe(contents.length + 1);
          expect(await readFile(path, 'utf8')).toBe(whole);
          expect(await readdir(folder)).toEqual(['p']);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('predicts only what an interrupted run had not', async () => {
    const path = join(await tempFolder(), 'p.csv');
    const source = pictures(['a', 'b', 'c', 'd', 'e']);
    const part = (await interrupt(orderOf(path, source))).toString().split('\n');
    // the header, three whole lines and a broken one; two inputs are predicted together
    await writeFile(`${path}.part`, [...part.slice(0, 4), '{"input":"3.p'].join('\n'));
    const seen: string[] = [];
    const { parse } = fakePictures();
    const engine = localEngine(
      fakePictures({
        parse: async (raw) => {
          if (raw.kind === 'file') seen.push(raw.name);
          return parse(raw);
        },
      }),
    );
    const progress: number[] = [];
    const onProgress = (done: number): void => void progress.push(done);
    const order = orderOf(path, source, { engine, existing: 'resume', onProgress });
    expect(await predictBatch(order)).toEqual({ predicted: 5, failed: 0, resumed: 2 });
    expect(seen).toEqual(['2.png', '3.png', '4.png']);
    expect(progress).toEqual([2, 4, 5]);
  });

  it('begins where there is nothing to resume', async () => {
    const path = join(await tempFolder(), 'p.csv');
    const order = orderOf(path, pictures(['a']), { existing: 'resume' });
    expect(await predictBatch(order)).toEqual({ predicted: 1, failed: 0, resumed: 0 });
  });

  it('keeps unfinished predictions unless somebody says what to do with them', async () => {
    const folder = await tempFolder();
    const order = orderOf(join(folder, 'p.csv'), pictures(['a', 'b']));
    const part = await interrupt(order);
    await expect(predictBatch(order)).rejects.toMatchObject({
      code: 'USAGE',
      message: `${folder}/p.csv.part: expected nothing there, found 2 unfinished predictions`,
      hint: 'Add --resume to go on with them, or --force to begin anew and lose p.csv.part.',
    });
    expect(await readFile(`${order.path}.part`)).toEqual(part);
    await predictBatch({ ...order, existing: 'replace' });
    expect(await readdir(folder)).toEqual(['p.csv']);
  });

  it.each<[Partial<PartHeader>, string]>([
    [{ version: '2.0.0' }, 'another version (1.0.0, now 2.0.0)'],
    [{ artifact: 'a2' }, 'another weights or code'],
    [{ input: 'b3', inputs: 3 }, 'another number of inputs (2, now 3); another input'],
    [{ format: 'jsonl' }, 'another form of the output (csv, now jsonl)'],
  ])('refuses to resume %j', async (changed, found) => {
    const source = pictures(['a', 'b']);
    const order = orderOf(join(await tempFolder(), 'p.csv'), source);
    const part = await interrupt(order);
    const header = headerOf(source, changed);
    await expect(predictBatch({ ...order, header, existing: 'resume' })).rejects.toMatchObject({
      code: 'USAGE',
      message: `${order.path}.part: expected predictions of the same work, found ${found}`,
    });
    expect(await readFile(`${order.path}.part`)).toEqual(part);
  });

  it.each(['keep', 'resume', 'replace'] as const)(
    'to %s touches no other file',
    async (existing) => {
      const folder = await tempFolder({ 'p.csv.part': 'a novel' });
      const order = orderOf(join(folder, 'p.csv'), pictures(['a']), { existing });
      await expect(predictBatch(order)).rejects.toMatchObject({ code: 'USAGE' });
      expect(await readFile(`${order.path}.part`, 'utf8')).toBe('a novel');
    },
  );

  it('fails when no input can be used, and leaves nothing behind', async () => {
    const folder = await tempFolder();
    const order = orderOf(join(folder, 'p.csv'), pictures(['bad', 'bad']));
    await expect(predictBatch(order)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: 'pictures: none of the 2 inputs could be used; the first: bad is not a picture',
      hint: 'Send a picture.',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps what is there when the model fails or somebody stops it', async () => {
    const path = join(await tempFolder(), 'p.csv');
    const source = pictures(['a', 'b', 'c', 'd']);
    const stopped = new AbortController();
    const onProgress = (done: number): void => void (done === 2 && stopped.abort());
    const order = orderOf(path, source, { signal: stopped.signal, onProgress });
    await expect(predictBatch(order)).rejects.toThrow();
    const lines = (await readFile(`${path}.part`, 'utf8')).trimEnd().split('\n');
    expect(lines.slice(1).map((line) => line.slice(0, 16))).toEqual([
      '{"input":"0.png"',
      '{"input":"1.png"',
    ]);
    const resumed = await predictBatch(orderOf(path, source, { existing: 'resume' }));
    expect(resumed.resumed).toBe(2);
  });

  it.each(['keep', 'resume', 'replace'] as const)(
    'to %s refuses what another run works on, which goes on to its end',
    async (existing) => {
      const folder = await tempFolder();
      const path = join(folder, 'p.csv');
      const source = pictures(['a', 'b', 'c', 'd']);
      const refusals: unknown[] = [];
      const { predict, ...rest } = localEngine(fakePictures());
      const engine: BatchEngine = {
        ...rest,
        predict: async (inputs) => {
          const other = predictBatch(orderOf(path, source, { existing }));
          refusals.push(await other.catch((error: unknown) => error));
          return predict(inputs);
        },
      };
      const first = await predictBatch(orderOf(path, source, { engine, batchSize: 4 }));
      expect(first).toEqual({ predicted: 4, failed: 0, resumed: 0 });
      const message = `${path}.part: expected another run to end, found it still busy`;
      expect(refusals).toMatchObject([{ code: 'TIMED_OUT', message }]);
      expect(await readdir(folder)).toEqual(['p.csv']);
    },
  );

  it('lets go of what is unfinished when somebody stops it', async () => {
    const folder = await tempFolder();
    const stopped = new AbortController();
    const onProgress = (done: number): void => void (done === 2 && stopped.abort());
    const changed = { signal: stopped.signal, onProgress };
    const order = orderOf(join(folder, 'p.csv'), pictures(['a', 'b', 'c', 'd']), changed);
    await expect(predictBatch(order)).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['p.csv.part']);
  });

  it('makes room of an output that a killed run had half written', async () => {
    const folder = await tempFolder();
    const order = orderOf(join(folder, 'p.csv'), pictures(['a', 'b']));
    await interrupt(order);
    await writeFile(
      `${order.path}.part.tmp`,
      'half of a longer output than there will be'.repeat(9),
    );
    // also when the next run does not come as far
    await interrupt({ ...order, existing: 'resume' });
    expect(await readdir(folder)).toEqual(['p.csv.part']);
    await predictBatch({ ...order, existing: 'resume' });
    expect(await readdir(folder)).toEqual(['p.csv']);
  });
});
