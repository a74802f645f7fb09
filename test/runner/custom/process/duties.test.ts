import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { describeError } from '../../../../runner/src/custom/process/describe-error.ts';
import { duties } from '../../../../runner/src/custom/process/duties.ts';
import { fieldsOf, Peer, type Handlers } from '../../../../runner/src/custom/wire/peer.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

/** A classifier that always gives the same, and what is wrong about it. */
function classifier(wrong = ''): string {
  return `const good = {
  data: 'tabular-classification',
  knobs: { size: { type: 'integer', min: 1, max: 3 } },
  train({ examples }) { return { classes: examples.classes.length }; },
  predict: (model, { count }) => Array.from({ length: count }, () => [0.25, 0.75]),
  save: (model) => model,
  load: (saved) => saved,
};
export default {
  ...good,
  ${wrong}
};
`;
}

/** Asks for every file before it reads one. */
const readsTexts = `export default {
  data: 'files',
  dataFormat: 'Texts.',
  scoreName: 'r2',
  inputs: [{ name: 'data', type: 'file', description: 'A text.' }],
  outputs: [{ name: 'words', type: 'number', description: 'How many.' }],
  knobs: {},
  read: async (files) => Promise.all(files.map((file) => file.text())),
  toInput: (text) => ({ kind: 'value', value: text }),
  train: () => 1,
  evaluate: () => ({ r2: 1 }),
  predict: (model, inputs) => inputs.map(() => ({ words: 1 })),
  save: (model) => model,
  load: (saved) => saved,
};
`;

const inputs = { count: 2, shape: [1], classes: ['a', 'b'], values: new Float32Array(2) };
const job = { examples: { ...inputs, labels: new Int32Array(2) }, knobs: {}, seed: 1, until: 1 };

async function opened(code: string): Promise<{ calls: Handlers; folder: string }> {
  const folder = await tempFolder({ 'module.ts': code });
  return { calls: duties(folder, async () => true), folder };
}

/** What is told of the first call that fails, of all that a training makes. */
async function told(code: string): Promise<string> {
  const { calls, folder } = await opened(code);
  try {
    await calls['describe']!(null);
    const { saved } = fieldsOf(await calls['train']!(job));
    const model = await calls['load']!({ saved, facts: inputs });
    await calls['predict']!({ model, inputs });
  } catch (error) {
    const { kind, place, message } = describeError(error, folder);
    return `${kind} ${place} ${message}`;
  }
  throw new Error('expected a mistake to be told, found none');
}

/** The duties of a module at the other end of streams, as in a process; `file` is what its files hold. */
async function overStreams(code: string, file: () => Uint8Array): Promise<Peer> {
  const folder = await tempFolder({ 'module.ts': code });
  const [toChild, toRunner] = [new PassThrough(), new PassThrough()];
  const common = { mostBytes: 2 ** 30, describe: (error: unknown) => describeError(error, folder) };
  const child: Peer = new Peer({
    ...{ ...common, input: toChild, output: toRunner },
    handlers: duties(folder, async (method, value) => child.call(method, value)),
  });
  return new Peer({
    ...{ ...common, input: toRunner, output: toChild },
    ...{ isOneByOne: true, handlers: { file } },
  });
}

describe('the duties of a module', () => {
  it('are done as they were asked for', async () => {
    const { calls } = await opened(classifier());
    expect(await calls['describe']!(null)).toMatchObject({ data: 'tabular-classification' });
    expect(await calls['train']!(job)).toEqual({ saved: { classes: 2 } });
    const model = await calls['load']!({ saved: { classes: 2 }, facts: inputs });
    expect(await calls['predict']!({ model, inputs })).toEqual(
      new Float32Array([0.25, 0.75, 0.25, 0.75]),
    );
    await calls['dispose']!(model);
    await expect(calls['predict']!({ model, inputs })).rejects.toThrow('a model that was loaded');
  });

  it.each([
    [
      'data: "tables",',
      'contract module.ts:11 data: expected one of image-classification, tabular-classification, files, found "tables"',
    ],
    [
      'knobs: [],',
      'contract module.ts:11 knobs: expected an object of knobs by name, found an Array',
    ],
    ['load: null,', 'contract module.ts:11 load: expected a function, found null'],
    ['train() {},', 'contract module.ts:11 train: expected a model, found undefined'],
    [
      'save: () => ({ weights: new Map() }),',
      'contract module.ts:11 save.weights: expected JSON or a typed array, found a Map',
    ],
    [
      'predict: () => new Float32Array(3),',
      'contract module.ts:11 predict: expected probabilities [2, 2], found 3 numbers',
    ],
    [
      'predict: () => [[2, 1], [0, 1]],',
      'contract module.ts:11 predict: expected probabilities [2, 2], each from 0 to 1, of a sum of 1, found row 0: 2.00, 1.00',
    ],
    [
      'predict: () => [[NaN, 1], [0, 1]],',
      'contract module.ts:11 predict: expected probabilities [2, 2], each from 0 to 1, of a sum of 1, found row 0: NaN, 1.00',
    ],
    [
      'predict: () => "a",',
      'contract module.ts:11 predict: expected probabilities [2, 2], found a string',
    ],
    [
      'train: async ({ report }) => report({ epoch: 0 }),',
      'contract module.ts:11 train: expected report({ epoch, epochs, loss }), found {"epoch":0}',
    ],
  ])('are checked: %s', async (wrong, message) => {
    expect(await told(classifier(wrong))).toBe(message);
  });

  it('read as many files as the data has, asked for all at once', async () => {
    const count = 20_000;
    const calls = await overStreams(readsTexts, () => Buffer.from('some words'));
    const files = Array.from({ length: count }, (_, index) => {
      return { path: `${index}.txt`, sizeBytes: 10, key: `${index}` };
    });
    expect(await calls.call('read', files)).toEqual({ set: 0, examples: count });
  });

  it('are asked of a module that exports none', async () => {
    expect(await told('export const x = 1;')).toBe(
      'contract module.ts:1 export default: expected defineModule({ data, knobs, train, predict, save, load }), found undefined',
    );
  });
});
