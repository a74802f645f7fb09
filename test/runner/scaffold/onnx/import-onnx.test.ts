import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importOnnx } from '../../../../runner/src/scaffold/onnx/import-onnx.ts';
import type { GraphWish } from '../../../../runner/src/scaffold/onnx/import-order.ts';
import { caught } from '../../../helpers/caught.ts';
import { onnxFixtures } from '../../../helpers/onnx-module.ts';
import { withDescription, withMetadata } from './metadata.ts';

const nothing: GraphWish = { preprocessing: {}, isRaw: false, shapes: new Map() };

const details = { id: 'found', title: 'Found', authors: [], today: '2026-11-23' };

/** Of a fixture, by its name, or of bytes. */
async function importOf(
  graph: string | Uint8Array,
  wish: Partial<GraphWish> = {},
  sample?: readonly [string, string | Uint8Array],
) {
  const bytes = typeof graph === 'string' ? await readGraph(graph) : graph;
  return importOnnx({
    ...{ bytes, file: 'graph.onnx', details },
    wish: { ...nothing, ...wish },
    ...(sample && { sample: { name: sample[0], bytes: Buffer.from(sample[1]) } }),
  });
}

async function readGraph(name: string): Promise<Uint8Array> {
  return readFile(join(onnxFixtures, `${name}.onnx`));
}

const fieldsOf = async (...args: Parameters<typeof importOf>) => {
  const { frontMatter } = await importOf(...args);
  const { inputs = [], outputs = [], preprocessing } = frontMatter;
  const brief = (fields: typeof inputs): string =>
    fields
      .map(({ name, type, shape }) => `${name} ${type}${shape ? `[${shape.join()}]` : ''}`)
      .join(', ');
  return { takes: brief(inputs), gives: brief(outputs), preprocessing };
};

describe('what a graph takes and gives', () => {
  it('is a row of numbers, named by place or as it is said, or the tensor', async () => {
    const found = await fieldsOf('columns');
    expect(found.takes).toBe(
      'feature_0 number, feature_1 number, feature_2 number, feature_3 number',
    );
    expect(found.gives).toBe('scores tensor[3]');
    const named = await fieldsOf('columns', { columns: ['a', 'b', 'c', 'd'] });
    expect(named.takes).toBe('a number, b number, c number, d number');
    expect((await fieldsOf('columns', { isRaw: true })).takes).toBe('row tensor[4]');
  });

  it('is classes, by softmax of logits, where labels are said', async () => {
    const { frontMatter, golden, remarks } = await importOf('columns', { labels: ['a', 'b', 'c'] });
    expect(frontMatter.preprocessing?.outputs).toEqual({
      scores: { gives: 'probabilities', softmax: true },
    });
    expect(frontMatter.tasks).toEqual(['tabular-classification']);
    const sums = golden!.cases.map(({ expected }) =>
      Object.values(expected.probabilities as Record<string, number>).reduce((a, b) => a + b),
    );
    for (const sum of sums) expect(sum).toBeCloseTo(1, 3);
    expect(remarks.map(({ text }) => text)).toContain(
      'scores gave numbers that are no probabilities: they are taken for logits, of which softmax makes some',
    );
  });

  it('is a picture, by its shape, made ready as it is said', async () => {
    const mean = [0.5];
    const { takes, gives, preprocessing } = await fieldsOf('picture', { preprocessing: { mean } });
    expect(takes).toBe('pixels image');
    expect(gives).toBe('label category, probability number, probabilities class-probabilities');
    expect(preprocessing?.inputs).toEqual({
      pixels: { kind: 'image', from: 'pixels', size: [8, 8], mean },
    });
    // already probabilities, and called as the output is
    expect(preprocessing?.outputs).toBeUndefined();
    const grey = await fieldsOf('single');
    expect(grey.preprocessing?.inputs).toEqual({
      pixels: {
        ...{ kind: 'image', from: 'pixels', size: [6, 8] },
        ...{ layout: 'height-width-channels', channels: 'grey' },
      },
    });
  });

  it('is single values, categories that the graph knows, and tensors', async () => {
    const words = await importOf('words');
    expect(words.frontMatter.inputs).toEqual([
      { name: 'colour', type: 'category', values: ['red', 'white'] },
      { name: 'shift', type: 'integer' },
    ]);
    expect((await fieldsOf('words')).gives).toBe('word text, moved integer, isMore boolean');
    const tensor = await fieldsOf('tensor', { outputs: ['double'] });
    expect(tensor).toMatchObject({ takes: 'x tensor[2,3]', gives: 'double tensor[2,3]' });
  });

  it('has the sizes that the graph leaves free, or those that are said', async () => {
    const free = await fieldsOf('free');
    expect(free).toMatchObject({ takes: 'series tensor[-1]', gives: 'sum number' });
    const { remarks } = await importOf('free');
    expect(remarks[0]?.text).toContain('sizes that its file leaves free, float32 [batch, ?]');
    const said = await importOf('free', { shapes: new Map([['series', [-1]]]) });
    expect(said.remarks.map(({ text }) => text).join()).not.toContain('leaves free');
    const fixed = await fieldsOf('free', { isRaw: true, shapes: new Map([['series', [5]]]) });
    expect(fixed.takes).toBe('series tensor[5]');
  });
});

describe('what the metadata of a graph says', () => {
  const textsOf = ({ remarks }: Awaited<ReturnType<typeof importOf>>): readonly string[] =>
    remarks.map(({ text }) => text);

  it('names the columns, as fields can have them, and those of a sample', async () => {
    const metadata = { feature_names: "['bill length', 'mass (g)', 'sex', 'mass [g]']" };
    const graph = withMetadata(await readGraph('columns'), metadata);
    const rows = 'sex,bill length,mass (g),mass [g]\n3,1,2,4\n';
    const found = await importOf(graph, {}, ['rows.csv', rows]);
    const names = ['bill length', 'mass _g_', 'sex', 'mass _g__2'];
    expect(found.frontMatter.inputs?.map(({ name }) => name)).toEqual(names);
    expect(Object.values(rowOf(found))).toEqual([1, 2, 3, 4]);
    expect(textsOf(found)).toContain(
      'The names of the 4 numbers of row are from its metadata, feature_names',
    );
    const tooFew = withMetadata(await readGraph('columns'), { feature_names: 'a,b' });
    expect((await fieldsOf(tooFew)).takes).toContain('feature_0 number');
  });

  it.each([
    [
      '{0: "a", 1: "b", 2: "c"}',
      'The 3 classes of scores are from its metadata, names',
      ['a', 'b', 'c'],
    ],
    ['a,a,b', 'Its metadata, names, has 3 names of classes, one of them twice', undefined],
    ['a,b', 'Its metadata, names, has 2 names of classes, which fit no output', undefined],
    ['{a: 1}', 'Its metadata, names, is no list of classes', undefined],
  ])('names the classes, or it is said why not: %s', async (names, words, values) => {
    const found = await importOf(withMetadata(await readGraph('columns'), { names }));
    expect(textsOf(found)).toContain(words);
    expect(found.frontMatter.outputs?.[0]?.values).toEqual(values);
  });

  it('is kept, but what is long', async () => {
    const long = { settings: 'x'.repeat(3000), author: 'Ada', note: '# no *heading*' };
    const graph = withDescription(withMetadata(await readGraph('columns'), long), 'A\n---\n<b>');
    const { frontMatter, card } = await importOf(graph);
    const metadata = { ...long, settings: '(3000 characters, in the file)' };
    expect(frontMatter.foreign).toMatchObject({ onnx: { description: 'A\n---\n<b>', metadata } });
    expect(card).toContain('A\n\\---\n\\<b\\>');
  });
});

function rowOf({ golden }: Awaited<ReturnType<typeof importOf>>): object {
  const input = golden?.cases[0]?.input;
  return input !== undefined && 'row' in input ? input.row : {};
}

describe('a module of a graph', () => {
  it('keeps what its file says besides', async () => {
    const { frontMatter, artifact } = await importOf('columns');
    expect(frontMatter.foreign).toEqual({
      onnx: {
        irVersion: 8,
        graph: 'graph',
        opsets: { 'ai.onnx': 17, 'ai.onnx.ml': 3 },
        metadata: {},
      },
    });
    expect(artifact.format).toBe('onnx');
    expect(frontMatter).toMatchObject({
      license: 'NOASSERTION',
      runtime: 'onnx',
      fineTunable: false,
    });
  });

  it('has the same golden test each time, of drawn inputs', async () => {
    const [one, other] = await Promise.all([importOf('picture'), importOf('picture')]);
    expect(one).toEqual(other);
    expect(one.golden?.cases.map(({ input }) => input)).toEqual([{ file: 'sample/drawn.png' }]);
    expect([...one.sample.files.keys()]).toEqual(['sample/drawn.png']);
  });

  it.each<readonly [string, readonly [string, string], unknown]>([
    ['CSV', ['rows.csv', 'a,b,c,d,kind\n1,2,3,4,x\n5,6,7,8,y\n'], { a: 1, b: 2, c: 3, d: 4 }],
    ['JSON', ['rows.json', '[{"a": 1, "b": 2, "c": 3, "d": 4}]'], { a: 1, b: 2, c: 3, d: 4 }],
  ])('has a golden test of a sample, %s', async (_, sample, row) => {
    const { golden, remarks } = await importOf(
      'columns',
      { columns: ['a', 'b', 'c', 'd'] },
      sample,
    );
    expect(golden?.cases[0]?.input).toEqual({ row });
    expect(remarks.map(({ text }) => text).join()).not.toContain('drawn');
  });

  it('has names that fields can have', async () => {
    const { frontMatter } = await importOf('columns', {
      columns: ['a', 'b', 'c', 'd'],
      labels: ['x', 'y', 'z'],
    });
    const names = [...frontMatter.inputs!, ...frontMatter.outputs!].map(({ name }) => name);
    expect(names).toEqual(['a', 'b', 'c', 'd', 'label', 'probability', 'probabilities']);
  });
});

describe('a graph is refused', () => {
  it.each([
    ['custom', 'operators of the domain "acme.example"'],
    ['custom-inside', 'operators of the domain "acme.example"'],
    ['external', 'weights in another file'],
    ['mapped', 'expected tensors of numbers or texts, found scores, a sequence or map'],
    ['pair', 'row: expected a first dimension that is the batch, free or 1, found float32 [2, 4]'],
    ['merged', 'expected 3 answers in scores for 3 inputs'],
  ])('%s', async (name, words) => {
    expect(await caught(async () => importOf(name))).toContain(words);
  });

  it('when it is no ONNX, or damaged', async () => {
    const order = { file: 'x.onnx', details, wish: nothing };
    const whole = await readGraph('columns');
    for (const bytes of [Buffer.from('PK\u0003\u0004no graph'), whole.subarray(0, 100)]) {
      const message = await caught(async () => importOnnx({ ...order, bytes }));
      expect(message).toContain('x.onnx: expected an ONNX graph that onnxruntime loads, found');
    }
  });

  it.each<readonly [string, Partial<GraphWish>, string]>([
    ['labels that fit nothing', { labels: ['a', 'b'] }, 'scores: float32 [batch, 3]), found 2'],
    [
      'too few columns',
      { columns: ['a'] },
      'expected 4 names, one for each number of row, found 1',
    ],
    ['a column twice', { columns: ['a', 'a', 'b', 'c'] }, 'found one of them twice'],
    ['a tensor that is not there', { image: 'x' }, '--image: expected one of row, found x'],
    ['no picture', { image: 'row' }, '--image row: expected [batch, 1 or 3, height, width]'],
    ['a size that is another', { shapes: new Map([['row', [5]]]) }, '--shape row: expected sizes'],
    [
      'an output that is not there',
      { outputs: ['x'] },
      '--output: expected one of scores, found x',
    ],
  ])('with %s', async (_, wish, words) => {
    const message = await caught(async () => importOf('columns', wish));
    expect(message).toContain('USAGE');
    expect(message).toContain(words);
  });

  it.each<readonly [string, readonly [string, string], string]>([
    [
      'columns that it lacks',
      ['rows.csv', 'a,b\n1,2\n'],
      'expected the columns feature_0, feature_1, feature_2, feature_3',
    ],
    ['broken JSON', ['rows.json', '[{'], 'expected JSON, found'],
    [
      'words for numbers',
      ['rows.csv', 'feature_0,feature_1,feature_2,feature_3\n1,2,3,4\n1,b,,4\n'],
      'row 2, feature_1: expected a number, found "b"; row 2, feature_2: expected a number, found',
    ],
    [
      'words for numbers in JSON',
      ['row.json', '{"feature_0": "a"}'],
      '--sample row.json: data[0]: expected a number for feature_0',
    ],
    [
      'an object in an object',
      ['row.json', '{"feature_0": {}}'],
      'expected an object with feature_0',
    ],
    ['JSON of something else', ['rows.json', '[1, 2]'], 'expected an object with feature_0'],
  ])('with a sample of %s', async (_, sample, words) => {
    expect(await caught(async () => importOf('columns', {}, sample))).toContain(words);
  });
});
