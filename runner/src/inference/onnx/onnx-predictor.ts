import type { Module } from '@orangery/schemas/files';
import { Failure } from '@orangery/schemas';
import type { DecodeImage } from '../../recipes/pictures/pixels.ts';
import type { ArtifactFiles, Prediction } from '../../recipes/recipe.ts';
import { describeModule } from '../describe-module.ts';
import { once } from '../once.ts';
import type { Predictor } from '../predictor.ts';
import { bindGraph, type BoundGraph } from './bind-graph.ts';
import type { Onnxruntime } from './onnxruntime.ts';
import { openGraph } from './open-graph.ts';
import { splitInput } from './parse-input.ts';
import { runGraph } from './run-graph.ts';
import type { OnnxInput, Sample } from './sample.ts';

/** The one file of the artifact. */
const modelFile = 'model.onnx';

export interface OnnxParts {
  readonly module: Pick<Module, 'id' | 'frontMatter' | 'artifact'>;
  readonly files: ArtifactFiles;
  readonly decodeImage: DecodeImage;
  readonly threads: number;
  readonly loadOnnxruntime: () => Promise<Onnxruntime>;
}

/**
 * Opens an ONNX graph and compares it with the front matter; in Node and in a page alike.
 * @throws Failure MODULE_INVALID, BACKEND_UNAVAILABLE
 */
export async function onnxPredictor(parts: OnnxParts): Promise<Predictor> {
  const { module, decodeImage, threads, loadOnnxruntime } = parts;
  const { id, frontMatter } = module;
  const file = `${id}/artifact/${modelFile}`;
  const opened = await openGraph(modelBytes(parts), { file, threads, loadOnnxruntime });
  const { session } = opened;
  try {
    const bound = bindGraph({ session, frontMatter, file: `${id}/module.md`, decodeImage });
    const [takes, gives] = [bound.inputs, bound.outputs].map((bindings) =>
      bindings.map(({ tensor }) => tensor),
    );
    const graph = { ...opened, takes: takes!, gives: gives! };
    return {
      ...describeModule(module),
      backend: 'onnxruntime',
      isNative: true,
      inputs: bound.inputFields,
      outputs: bound.outputFields,
      parse: async (raw) => {
        const split = await splitInput(raw, bound.inputFields);
        const make = bound.inputs.map((binding) => binding.make);
        return Promise.all(
          split.map(async (input) => Promise.all(make.map(async (one) => one(input)))),
        );
      },
      // whatever `parse` gave
      predictParsed: async (inputs) =>
        tellAnswers(bound, await runGraph(graph, inputs as readonly OnnxInput[])),
      // onnxruntime refuses to let go of a session twice
      dispose: once(() => void session.release()),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** @throws Failure MODULE_INVALID when the artifact holds something else */
function modelBytes({ module, files }: OnnxParts): Uint8Array {
  const bytes = files.get(modelFile);
  const isOnnx = module.artifact?.format === 'onnx';
  if (isOnnx && bytes !== undefined) return bytes;
  const found = `format ${module.artifact?.format} with ${[...files.keys()].join(', ')}`;
  throw new Failure(
    'MODULE_INVALID',
    `${module.id}/artifact/artifact.json: expected format onnx with ${modelFile}, found ${found}`,
  );
}

/** Each input's answer is what all outputs say of it. */
function tellAnswers(
  { outputs }: BoundGraph,
  samples: readonly (readonly Sample[])[],
): readonly Prediction[] {
  const parts = outputs.map(({ read }, place) => read(samples.map((sample) => sample[place]!)));
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return samples.map((_, index) => Object.assign({}, ...parts.map((part) => part[index])));
}
