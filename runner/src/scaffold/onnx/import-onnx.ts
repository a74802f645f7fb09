import {
  Failure,
  hashBytes,
  hashRecord,
  type Artifact,
  type GoldenTest,
  type ModuleFrontMatter,
} from '@orangery/schemas';
import { decodeImage } from '../../dataset/decode-image.ts';
import { describeTensor, type GraphTensor } from '../../inference/onnx/graph-tensor.ts';
import { onnxPredictor } from '../../inference/onnx/onnx-predictor.ts';
import { loadOnnxruntime } from '../../inference/onnx/onnxruntime.ts';
import { openGraph } from '../../inference/onnx/open-graph.ts';
import type { Predictor } from '../../inference/predictor.ts';
import { declareInputs, type DeclaredInputs } from './declare-inputs.ts';
import { declareOutputs, type DeclaredOutputs } from './declare-outputs.ts';
import { drawInputs } from './draw-inputs.ts';
import { goldenOf } from './golden-of.ts';
import { readGraphFacts, type GraphFacts } from './graph-facts.ts';
import { describeGraph, type GraphDetails } from './describe-graph.ts';
import type { GraphWish, Remark } from './import-order.ts';
import { readInputs, type SampleFile } from './read-inputs.ts';
import type { Sample } from './sample.ts';
import { seeOutputs } from './see-outputs.ts';

export interface OnnxOrder {
  readonly bytes: Uint8Array;
  /** How messages name it. */
  readonly file: string;
  readonly details: GraphDetails;
  readonly wish: GraphWish;
  /** Drawn when absent. */
  readonly sample?: SampleFile;
}

/** A module made of a graph, before it is written. */
export interface ImportedGraph {
  readonly frontMatter: ModuleFrontMatter;
  readonly card: string;
  readonly artifact: Artifact;
  /** Null where no sample is small enough. */
  readonly golden: GoldenTest | null;
  readonly sample: Sample;
  /** What was assumed. */
  readonly remarks: readonly Remark[];
  /** The tensors, as the file has them. */
  readonly takes: readonly GraphTensor[];
  readonly gives: readonly GraphTensor[];
}

/**
 * Makes a module of an ONNX file: what it takes and gives from the graph, its classes from metadata or
 * what is said, and a golden test of what it answers here.
 * @throws Failure MODULE_INVALID when the file cannot be run safely or has no form that can be given and
 * answered; USAGE naming what has to be said; INPUT_INVALID of the sample; BACKEND_UNAVAILABLE
 */
export async function importOnnx(order: OnnxOrder): Promise<ImportedGraph> {
  const { bytes, file, wish, details } = order;
  const graph = await readTensors(bytes, file);
  const facts = readGraphFacts(bytes);
  const inputs = declareInputs(graph.takes, wish, facts);
  const sample = await (order.sample === undefined
    ? drawInputs(inputs.fields)
    : readInputs(order.sample, inputs.fields));
  const gives = chosenOutputs(graph.gives, wish);
  const outputs = await answerOf(order, { gives, inputs, sample, facts });
  const module = moduleOf(order, { inputs, outputs, facts });
  const loaded = await load(order, module.frontMatter, module.artifact);
  try {
    const golden = await goldenOfSample(loaded, sample);
    const remarks = [...inputs.remarks, ...outputs.remarks, ...sampleRemarks(order, sample)];
    const { card, ...described } = describeGraph({
      ...{ details, facts, inputs, outputs, remarks, hasSample: order.sample !== undefined },
      sample,
    });
    const frontMatter = { ...module.frontMatter, ...described };
    return { ...module, frontMatter, card, golden, sample, remarks, takes: graph.takes, gives };
  } finally {
    loaded.dispose();
  }
}

interface Tensors {
  readonly takes: readonly GraphTensor[];
  readonly gives: readonly GraphTensor[];
}

async function readTensors(bytes: Uint8Array, file: string): Promise<Tensors> {
  const load = async () => loadOnnxruntime();
  const { session } = await openGraph(bytes, { file, threads: 1, loadOnnxruntime: load });
  const found = {
    takes: session.inputMetadata.map(describeTensor),
    gives: session.outputMetadata.map(describeTensor),
  };
  await session.release();
  const wrong = [...found.takes, ...found.gives].filter((one) => one.kind === 'unusable');
  const usable = (list: typeof found.takes): GraphTensor[] =>
    list.flatMap((one) => (one.kind === 'usable' ? [one.tensor] : []));
  if (wrong.length === 0) return { takes: usable(found.takes), gives: usable(found.gives) };
  const isListed = wrong.some(({ found: what }) => what.includes('sequence'));
  const told = wrong.map((one) => `${one.name}, ${one.found}`).join('; ');
  throw new Failure(
    'MODULE_INVALID',
    `${file}: expected tensors of numbers or texts, found ${told}`,
    {
      hint: isListed
        ? "Export it with zipmap off: to_onnx(model, rows, options={'zipmap': False}) of skl2onnx."
        : 'Export it with 32-bit floats: half precision is not passed in and out here.',
    },
  );
}

function chosenOutputs(
  gives: readonly GraphTensor[],
  { outputs }: GraphWish,
): readonly GraphTensor[] {
  const names = gives.map(({ name }) => name);
  const unknown = outputs?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Failure('USAGE', `--output: expected one of ${names.join(', ')}, found ${unknown}`);
  }
  return gives.filter(({ name }) => outputs?.includes(name) ?? true);
}

interface Asked {
  readonly gives: readonly GraphTensor[];
  readonly inputs: DeclaredInputs;
  readonly sample: Sample;
  readonly facts: GraphFacts;
}

/** Asks the graph the sample, its outputs as they are, and sees what kind of numbers they are. */
async function answerOf(order: OnnxOrder, asked: Asked): Promise<DeclaredOutputs> {
  const { gives, inputs, sample, facts } = asked;
  const raw: DeclaredOutputs = {
    fields: gives.map((_, index) => ({ name: `tensor_${index}`, type: 'tensor' })),
    preprocessing: Object.fromEntries(
      gives.map(({ name }, index) => [name, { gives: `tensor_${index}` }]),
    ),
    remarks: [],
  };
  const { frontMatter, artifact } = moduleOf(order, { inputs, outputs: raw, facts });
  const loaded = await load(order, frontMatter, artifact);
  try {
    const seen = await seeOutputs(loaded, gives, sample).catch((error: unknown) => {
      throw order.sample === undefined
        ? notDrawn(order.file, error)
        : notTaken(order.sample.name, error);
    });
    const isOfPictures = inputs.fields.some(({ type }) => type === 'image');
    return declareOutputs({ seen, facts, wish: order.wish, isOfPictures });
  } finally {
    loaded.dispose();
  }
}

/** Texts of which the graph knows some alone, and numbers that are places, cannot be drawn. */
function notDrawn(file: string, cause: unknown): unknown {
  if (!(cause instanceof Failure) || !/expected an answer/.test(cause.message)) return cause;
  return new Failure(
    'USAGE',
    `${file}: expected an answer to inputs that were drawn. ${cause.message}`,
    {
      cause,
      hint: 'Say --sample <file> with inputs that it takes: a picture, a text, CSV or JSON; or --shape with its sizes.',
    },
  );
}

/** The predictor knows inputs by their place alone. */
function notTaken(sample: string, cause: unknown): unknown {
  if (!(cause instanceof Failure) || cause.code !== 'INPUT_INVALID') return cause;
  return new Failure('INPUT_INVALID', `--sample ${sample}: ${cause.message}`, {
    cause,
    hint: '--dry-run without --sample shows the inputs that are declared.',
  });
}

interface Declared {
  readonly inputs: DeclaredInputs;
  readonly outputs: DeclaredOutputs;
  readonly facts: GraphFacts;
}

function moduleOf(
  { bytes, details }: OnnxOrder,
  { inputs, outputs }: Declared,
): Pick<ImportedGraph, 'frontMatter' | 'artifact'> {
  const files = [{ path: 'model.onnx', sha256: hashBytes(bytes), bytes: bytes.length }];
  const artifact: Artifact = { schema: 'artifact/1', format: 'onnx', files };
  const { link } = details;
  const preprocessing = {
    ...(hasAny(inputs.preprocessing) && { inputs: { ...inputs.preprocessing } }),
    ...(hasAny(outputs.preprocessing) && { outputs: { ...outputs.preprocessing } }),
  };
  const frontMatter: ModuleFrontMatter = {
    ...{ schema: 'module/2', title: details.title, summary: '', version: '1.0.0' },
    ...{ license: 'NOASSERTION', authors: [], maintainers: [], tasks: [] },
    ...{ kind: 'module', runtime: 'onnx' },
    ...{ inputs: [...inputs.fields], outputs: [...outputs.fields] },
    ...(hasAny(preprocessing) && { preprocessing }),
    artifact: { sha256: hashRecord(artifact), bytes: bytes.length, ...(link && { link }) },
  };
  return { frontMatter, artifact };
}

function hasAny(record: object): boolean {
  return Object.keys(record).length > 0;
}

async function load(
  { bytes, details }: OnnxOrder,
  frontMatter: ModuleFrontMatter,
  artifact: Artifact,
): Promise<Predictor> {
  return onnxPredictor({
    module: { id: details.id, frontMatter, artifact },
    files: new Map([['model.onnx', bytes]]),
    ...{ decodeImage, threads: 1, loadOnnxruntime: async () => loadOnnxruntime() },
  });
}

async function goldenOfSample(
  predictor: Predictor,
  { inputs, files }: Sample,
): Promise<GoldenTest | null> {
  return goldenOf(predictor, inputs, async (path) => files.get(path)!);
}

function sampleRemarks({ sample: given }: OnnxOrder, { inputs }: Sample): readonly Remark[] {
  if (given !== undefined) return [];
  const hint = 'Say --sample <file> with inputs of which you know the answer.';
  if (inputs.length === 0) {
    return [{ text: 'No golden test was made: its inputs are too large to be drawn', hint }];
  }
  return [
    { text: 'The golden test is of inputs that were drawn, with what it answers here', hint },
  ];
}
