import { hashRecord } from '@orangery/schemas';

type Fields = Readonly<Record<string, unknown>>;

/** What a fixture has more than the smallest module: fields (undefined removes one) and files. */
export interface Extra {
  readonly fields?: Fields;
  readonly files?: Readonly<Record<string, string>>;
  readonly card?: string;
}

/** A rule that no schema can say, kept by one fixture and broken by another. */
export interface ModuleRule {
  readonly name: string;
  readonly pointer: string;
  readonly valid?: Extra;
  readonly invalid: Extra;
}

const container = { runtime: 'container', recipe: undefined };
const weights = { artifact: { sha256: '0'.repeat(64), bytes: 1, link: 'https://example.org/w' } };
const tracker = (settings: object): Readonly<Record<string, unknown>> => ({
  kind: 'tool',
  tool: { settings },
});
const rounds = (value: string): object => ({
  ROUNDS: { description: 'How many.', default: value, values: ['3', '5'] },
});
const train = {
  ...{ datasetArgument: 'data', format: 'csv' },
  ...{ outputPath: '/out', metricsPath: '/out/metrics.json' },
};
const pipeline = { topology: 'sequence', steps: [{ module: 'image-classifier' }] };
const classifier = { module: 'image-classifier' };
const sorter = { module: 'letter-sorter' };
const labelOfClassifier = 'image-classifier.label';
const letter = { inputs: [{ name: 'letter', type: 'text' }] };
const joined = (
  topology: string,
  steps: readonly Fields[],
  more: Fields = {},
  fields: Fields = {},
): Extra => ({
  fields: {
    ...{ kind: 'pipeline', runtime: 'pipeline', recipe: undefined },
    ...fields,
    pipeline: { topology, ...more, steps },
  },
});
const knob = (min: number, max: number, scale: string): Fields => ({
  knobs: { rate: { type: 'float', min, max, scale } },
});
const artifact = {
  schema: 'artifact/1',
  format: 'tfjs-layers',
  recipe: 'image-classification',
  files: [{ path: 'weights.bin', sha256: '0'.repeat(64), bytes: 1 }],
};
const artifactFile = { 'artifact/artifact.json': json(artifact) };
const pointer = (sha256: string): Fields => ({ artifact: { sha256, bytes: 1 } });
/** Runtime onnx that tells letters from a picture and a weight. */
const onnx = (inputs: Fields, outputs: Fields = {}, more: Fields = {}): Fields => ({
  ...{ runtime: 'onnx', recipe: undefined },
  inputs: [
    { name: 'picture', type: 'image' },
    { name: 'weight', type: 'number' },
  ],
  outputs: [{ name: 'letter', type: 'class-probabilities', values: ['a', 'b'] }],
  preprocessing: { inputs, outputs },
  ...more,
});
const picture = (more: Fields): Fields => ({
  pixels: { kind: 'image', from: 'picture', size: [8, 8], ...more },
});
const onnxArtifact = { ...artifact, format: 'onnx', recipe: undefined };
const onnxFile = { 'artifact/artifact.json': json(onnxArtifact) };
const golden = (tolerance: number): Extra => ({
  files: {
    'golden.json': json({
      schema: 'golden-test/1',
      tolerance,
      cases: [{ input: { row: { width: 1 } }, expected: { label: 'wide' } }],
    }),
  },
});
const request = (seed: string): Extra => ({
  files: {
    'training/r1.yml': `schema: training-request/1
module: {id: image-classifier, version: 1.0.0}
recipe: image-classification
dataset: [{link: https://example.org/data.zip}]
budget: {}
backend: wasm
seed: ${seed}
visibility: public
`,
  },
});

export const moduleRules: readonly ModuleRule[] = [
  {
    name: 'license-is-spdx',
    pointer: '/license',
    valid: { fields: { license: 'MIT OR Apache-2.0' } },
    invalid: { fields: { license: 'free for everybody' } },
  },
  {
    name: 'dataset-license-is-spdx',
    pointer: '/dataset/license',
    valid: { fields: { dataset: { link: 'sample/data.zip', license: 'NOASSERTION' } } },
    invalid: { fields: { dataset: { link: 'sample/data.zip', license: 'free' } } },
  },
  {
    name: 'tfjs-has-recipe-or-code',
    pointer: '/recipe',
    valid: { fields: { recipe: undefined }, files: { 'module.ts': 'export {};\n' } },
    invalid: { fields: { recipe: undefined } },
  },
  {
    name: 'recipe-not-beside-code',
    pointer: '/recipe',
    valid: { fields: { recipe: undefined }, files: { 'module.ts': 'export {};\n' } },
    invalid: { files: { 'module.ts': 'export {};\n' } },
  },
  {
    name: 'custom-recipe-is-code',
    pointer: '/recipe',
    invalid: { fields: { recipe: 'custom' } },
  },
  {
    name: 'recipe-only-for-tfjs',
    pointer: '/recipe',
    valid: { fields: { runtime: 'onnx', recipe: undefined } },
    invalid: { fields: { runtime: 'onnx' } },
  },
  {
    name: 'pipeline-has-topology',
    pointer: '/pipeline',
    valid: { fields: { kind: 'pipeline', runtime: 'pipeline', recipe: undefined, pipeline } },
    invalid: { fields: { kind: 'pipeline', runtime: 'pipeline', recipe: undefined } },
  },
  {
    name: 'runtime-pipeline-has-its-kind',
    pointer: '/kind',
    invalid: { fields: { kind: 'tool', runtime: 'pipeline', recipe: undefined, pipeline } },
  },
  {
    name: 'kind-pipeline-has-its-runtime',
    pointer: '/kind',
    invalid: { fields: { kind: 'pipeline' } },
  },
  {
    name: 'pipeline-step-names-differ',
    pointer: '/pipeline/steps/1/module',
    valid: joined('parallel', [classifier, { ...classifier, name: 'again' }]),
    invalid: joined('parallel', [classifier, classifier]),
  },
  {
    name: 'pipeline-step-names-differ-where-they-are-said',
    pointer: '/pipeline/steps/1/name',
    invalid: joined('parallel', [classifier, { ...sorter, name: classifier.module }]),
  },
  {
    name: 'pipeline-combines-only-an-ensemble',
    pointer: '/pipeline/combine',
    valid: joined('ensemble', [classifier, sorter], { combine: 'vote' }),
    invalid: joined('parallel', [classifier, sorter], { combine: 'vote' }),
  },
  {
    name: 'pipeline-weighs-only-an-ensemble',
    pointer: '/pipeline/steps/0/weight',
    valid: joined('ensemble', [{ ...classifier, weight: 2 }, sorter]),
    invalid: joined('sequence', [{ ...classifier, weight: 2 }, sorter]),
  },
  {
    name: 'pipeline-step-hears-steps-before',
    pointer: '/pipeline/steps/0/inputs/text',
    valid: joined('sequence', [classifier, { ...sorter, inputs: { text: labelOfClassifier } }]),
    invalid: joined('sequence', [{ ...sorter, inputs: { text: labelOfClassifier } }, classifier]),
  },
  {
    name: 'pipeline-step-hears-no-step-beside',
    pointer: '/pipeline/steps/1/inputs/text',
    invalid: joined('parallel', [classifier, { ...sorter, inputs: { text: labelOfClassifier } }]),
  },
  {
    name: 'pipeline-input-is-there',
    pointer: '/pipeline/steps/0/inputs/text',
    valid: joined('sequence', [{ ...sorter, inputs: { text: '$input.letter' } }], {}, letter),
    invalid: joined('sequence', [{ ...sorter, inputs: { text: '$input.lettre' } }], {}, letter),
  },
  {
    name: 'container-has-image-or-dockerfile',
    pointer: '/container/image',
    valid: { fields: container, files: { Dockerfile: 'FROM scratch\n' } },
    invalid: { fields: container },
  },
  {
    name: 'container-image-is-a-reference',
    pointer: '/container/image',
    valid: {
      fields: {
        ...container,
        container: { image: `localhost:5000/a/leaves:1.0@sha256:${'0'.repeat(64)}` },
      },
    },
    invalid: { fields: { ...container, container: { image: 'https://example.org/leaves' } } },
  },
  {
    name: 'container-weights-have-a-place',
    pointer: '/container/train',
    valid: { fields: { ...container, ...weights, container: { image: 'leaves', train } } },
    invalid: { fields: { ...container, ...weights, container: { image: 'leaves' } } },
  },
  {
    name: 'tool-that-is-run-is-a-container',
    pointer: '/runtime',
    valid: { fields: { ...container, container: { image: 'tracker' }, ...tracker({}) } },
    invalid: { fields: tracker({}) },
  },
  {
    name: 'tool-is-not-trained',
    pointer: '/container/train',
    invalid: { fields: { ...container, container: { image: 'tracker', train }, ...tracker({}) } },
  },
  {
    name: 'tool-keeps-folders-of-its-own',
    pointer: '/tool/keeps',
    invalid: {
      fields: {
        ...container,
        container: { image: 'a' },
        kind: 'tool',
        tool: { keeps: ['/proc/x'] },
      },
    },
  },
  {
    name: 'tool-setting-is-of-the-program',
    pointer: '/tool/settings/LD_PRELOAD',
    invalid: {
      fields: {
        ...{ ...container, container: { image: 'a' } },
        ...tracker({ LD_PRELOAD: { description: 'What is loaded first.' } }),
      },
    },
  },
  {
    name: 'tool-setting-is-one-of-its-values',
    pointer: '/tool/settings/ROUNDS/default',
    valid: { fields: { ...container, container: { image: 'a' }, ...tracker(rounds('3')) } },
    invalid: { fields: { ...container, container: { image: 'a' }, ...tracker(rounds('4')) } },
  },
  {
    name: 'knob-min-not-above-max',
    pointer: '/knobs/rate',
    valid: { fields: knob(1, 1, 'linear') },
    invalid: { fields: knob(2, 1, 'linear') },
  },
  {
    name: 'knob-log-range-above-zero',
    pointer: '/knobs/rate',
    valid: { fields: knob(0.1, 1, 'log') },
    invalid: { fields: knob(0, 1, 'log') },
  },
  {
    name: 'changelog-names-version',
    pointer: '/changelog',
    valid: {
      fields: { changelog: [{ version: '1.2.3', date: '2026-01-02', changes: 'All.' }] },
    },
    invalid: {
      fields: { changelog: [{ version: '1.2.2', date: '2026-01-02', changes: 'All.' }] },
    },
  },
  {
    name: 'superseded-is-not-active',
    pointer: '/supersededBy',
    valid: { fields: { supersededBy: 'image-classifier', status: 'retired' } },
    invalid: { fields: { supersededBy: 'image-classifier', status: 'active' } },
  },
  { name: 'card-is-not-empty', pointer: '', invalid: { card: '' } },
  {
    name: 'artifact-has-the-hash',
    pointer: '/artifact/sha256',
    valid: { fields: pointer(hashRecord(artifact)), files: artifactFile },
    invalid: { fields: pointer('1'.repeat(64)), files: artifactFile },
  },
  {
    name: 'artifact-is-there-or-linked',
    pointer: '/artifact',
    valid: {
      fields: { artifact: { sha256: '1'.repeat(64), bytes: 1, link: 'https://example.org/w' } },
    },
    invalid: { fields: pointer('1'.repeat(64)) },
  },
  {
    name: 'artifact-format-fits-runtime',
    pointer: '/runtime',
    valid: { fields: { ...onnx({}), ...pointer(hashRecord(onnxArtifact)) }, files: onnxFile },
    invalid: { fields: pointer(hashRecord(onnxArtifact)), files: onnxFile },
  },
  {
    name: 'artifact-names-its-recipe',
    pointer: '/artifact',
    invalid: {
      fields: pointer(hashRecord({ ...artifact, recipe: undefined })),
      files: { 'artifact/artifact.json': json({ ...artifact, recipe: undefined }) },
    },
  },
  {
    name: 'preprocessing-names-inputs',
    pointer: '/preprocessing/inputs/pixels/from',
    valid: { fields: onnx(picture({})) },
    invalid: { fields: onnx(picture({ from: 'photo' })) },
  },
  {
    name: 'preprocessing-fits-types',
    pointer: '/preprocessing/inputs/pixels/from',
    invalid: { fields: onnx(picture({ from: 'weight' })) },
  },
  {
    name: 'preprocessing-encodes-categories',
    pointer: '/preprocessing/inputs/row/columns/0/encode',
    invalid: {
      fields: onnx({ row: { kind: 'columns', columns: [{ from: 'weight', encode: 'index' }] } }),
    },
  },
  {
    name: 'preprocessing-cuts-from-enough',
    pointer: '/preprocessing/inputs/pixels/shorterSide',
    valid: { fields: onnx(picture({ fit: 'cover', shorterSide: 9 })) },
    invalid: { fields: onnx(picture({ fit: 'cover', shorterSide: 7 })) },
  },
  {
    name: 'preprocessing-mean-of-channels',
    pointer: '/preprocessing/inputs/pixels/mean',
    valid: { fields: onnx(picture({ mean: [0.5, 0.4, 0.3], deviation: [0.2] })) },
    invalid: { fields: onnx(picture({ mean: [0.5, 0.4] })) },
  },
  {
    name: 'preprocessing-names-outputs',
    pointer: '/preprocessing/outputs/scores/gives',
    valid: { fields: onnx({}, { scores: { gives: 'letter', softmax: true } }) },
    invalid: { fields: onnx({}, { scores: { gives: 'word' } }) },
  },
  {
    name: 'softmax-of-class-probabilities',
    pointer: '/preprocessing/outputs/scores/softmax',
    invalid: {
      fields: onnx(
        {},
        { scores: { gives: 'size', softmax: false } },
        { outputs: [{ name: 'size', type: 'number' }] },
      ),
    },
  },
  {
    name: 'onnx-classes-have-names',
    pointer: '/outputs/0/values',
    invalid: {
      fields: onnx({}, {}, { outputs: [{ name: 'letter', type: 'class-probabilities' }] }),
    },
  },
  { name: 'artifact-is-named', pointer: '/artifact', invalid: { files: artifactFile } },
  {
    name: 'artifact-version-is-known',
    pointer: '/schema',
    invalid: { files: { 'artifact/artifact.json': json({ schema: 'artifact/9' }) } },
  },
  {
    name: 'golden-follows-its-schema',
    pointer: '/tolerance',
    valid: golden(0.5),
    invalid: golden(2),
  },
  {
    name: 'golden-is-json',
    pointer: '',
    invalid: { files: { 'golden.json': '{"schema": "golden-test/1",}\n' } },
  },
  {
    name: 'request-follows-its-schema',
    pointer: '/seed',
    valid: request('1'),
    invalid: request('-1'),
  },
  {
    name: 'receipt-version-is-known',
    pointer: '/schema',
    invalid: { files: { 'receipts/r1.json': json({ schema: 'receipt/9' }) } },
  },
  {
    name: 'report-version-is-known',
    pointer: '/schema',
    invalid: { files: { 'reports/speed@1.0.0.json': json({ schema: 'benchmark-report/9' }) } },
  },
];

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
