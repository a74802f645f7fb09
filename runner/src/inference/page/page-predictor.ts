import { Failure, type BackendName } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { recipes } from '../../recipes/index.ts';
import type { DecodeImage } from '../../recipes/pictures/pixels.ts';
import type { ArtifactFiles } from '../../recipes/recipe.ts';
import { once } from '../once.ts';
import { onnxPredictor } from '../onnx/onnx-predictor.ts';
import { assemblePipeline } from '../pipeline/assemble-pipeline.ts';
import type { Predictor } from '../predictor.ts';
import { recipePredictor } from '../recipe-predictor.ts';
import { onnxruntimeOfPage } from './onnxruntime-of-page.ts';

/** A module as a page has it: what its folder says, and its weights, checked. */
export interface PageModule {
  readonly module: Pick<Module, 'id' | 'frontMatter' | 'artifact'>;
  readonly files: ArtifactFiles;
  /** Of a pipeline the modules of its steps, in their order. */
  readonly steps: readonly PageModule[];
}

/** What only the page knows. */
export interface PageTools {
  readonly decodeImage: DecodeImage;
  /** Starts what TensorFlow.js computes with. */
  startBackend(): Promise<{ readonly name: BackendName }>;
  /** Where the `.wasm` file of onnxruntime-web is served. */
  readonly onnxWasmUrl: string;
}

/**
 * Loads a module in a page's worker, by the code that the server runs.
 * @throws Failure MODULE_INVALID, FILE_INVALID, BACKEND_UNAVAILABLE; USAGE for what runs in no page
 */
export async function loadPagePredictor(page: PageModule, tools: PageTools): Promise<Predictor> {
  if (page.module.frontMatter.runtime !== 'pipeline') return loadOne(page, tools);
  return assemblePipeline(page, async (step) => loadOne(step, tools));
}

async function loadOne({ module, files }: PageModule, tools: PageTools): Promise<Predictor> {
  const { runtime, recipe: name } = module.frontMatter;
  const { decodeImage, onnxWasmUrl } = tools;
  if (runtime === 'onnx') {
    const loadOnnxruntime = async () => onnxruntimeOfPage(onnxWasmUrl);
    return onnxPredictor({ module, files, decodeImage, threads: 1, loadOnnxruntime });
  }
  if (runtime !== 'tfjs' || name === undefined) {
    const found = runtime === 'tfjs' ? 'code of its own' : `runtime ${runtime}`;
    throw new Failure('USAGE', `${module.id}: expected a recipe or an ONNX graph, found ${found}`, {
      hint: 'Run it on your machine, as its page says.',
    });
  }
  const { name: backend } = await tools.startBackend();
  const recipe = recipes[name];
  const model = await recipe.load(files);
  const dispose = once(() => recipe.dispose(model));
  return recipePredictor({ module, recipe, model, backend, decodeImage, dispose });
}
