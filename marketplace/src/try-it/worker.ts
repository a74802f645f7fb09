import onnxWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { toFailure, type GoldenCase } from '@orangery/schemas';
import {
  checkArtifactFile,
  loadPagePredictor,
  pageBackends,
  predictRaw,
  runGoldenCases,
  startPageBackend,
  type BackendChoice,
  type GoldenOutcome,
  type PageModule,
  type Predictor,
  type RawInput,
} from '@orangery/runner/browser';
import { decodeImage } from '../browser/decode-image.ts';
import { startOptions } from '../browser/start-backend.ts';
import type { Computing, Order, Reply } from './messages.ts';

/** What is loaded, and what it was loaded from. */
interface Running {
  readonly module: PageModule;
  readonly predictor: Predictor;
  readonly choice: BackendChoice | undefined;
}

let running: Running | undefined;

self.addEventListener('message', ({ data }: MessageEvent<Order>) => {
  void work(data)
    .catch(tellFailure)
    .then((reply) => self.postMessage(reply));
});

async function work(order: Order): Promise<Reply> {
  if (order.kind === 'load') {
    checkFiles(order.module);
    running = await load(order.module);
    const { inputs, outputs } = running.predictor;
    return { kind: 'loaded', ...tellComputing(), description: { inputs, outputs } };
  }
  return order.kind === 'predict' ? predict(order.raw) : compare(order);
}

/** @throws Failure VERIFY_FAILED */
function checkFiles({ module, files, steps }: PageModule): void {
  for (const listed of module.artifact?.files ?? []) {
    const name = `${module.id}/artifact/${listed.path}`;
    checkArtifactFile(name, listed, files.get(listed.path) ?? new Uint8Array());
  }
  for (const step of steps) checkFiles(step);
}

async function predict(raw: RawInput): Promise<Reply> {
  return onAny(async ({ predictor }) => {
    const start = performance.now();
    const [answers = []] = await predictRaw(predictor, [raw]);
    const milliseconds = performance.now() - start;
    return { kind: 'answered', ...tellComputing(), answers, milliseconds };
  });
}

async function compare({ golden, files }: Extract<Order, { kind: 'golden' }>): Promise<Reply> {
  const read = async (input: GoldenCase['input']): Promise<RawInput> =>
    'row' in input
      ? { kind: 'value', value: input.row }
      : { kind: 'file', name: input.file, bytes: files.get(input.file) ?? new Uint8Array() };
  return onAny(async ({ predictor }) => {
    const outcomes: GoldenOutcome[] = [];
    for await (const outcome of runGoldenCases(golden, predictor, read)) outcomes.push(outcome);
    return { kind: 'compared', ...tellComputing(), outcomes };
  });
}

/** Does it on the graphics card; where its driver fails on this model, on the processor. */
async function onAny(task: (running: Running) => Promise<Reply>): Promise<Reply> {
  if (running === undefined) throw new Error('expected a loaded module, found none');
  try {
    return await task(running);
  } catch (error) {
    const isCard = running.choice?.gpu !== undefined;
    // a failure is the input's
    if (!isCard || (error instanceof Error && 'code' in error)) throw error;
    running = await load(running.module, ['wasm', 'cpu']);
    return task(running);
  }
}

async function load(module: PageModule, names?: readonly string[]): Promise<Running> {
  const backends = pageBackends.filter(({ name }) => names?.includes(name) ?? true);
  let choice: BackendChoice | undefined;
  const predictor = await loadPagePredictor(module, {
    decodeImage,
    onnxWasmUrl,
    // once for all steps of a pipeline
    startBackend: async () => (choice ??= await startPageBackend(startOptions, backends)),
  });
  return { module, predictor, choice };
}

function tellComputing(): Computing {
  const { choice, predictor } = running!;
  if (choice === undefined) return { backend: 'onnxruntime', reason: 'WebAssembly' };
  return { backend: predictor.backend, reason: choice.reason };
}

function tellFailure(error: unknown): Reply {
  const { code, message, hint } = toFailure(error);
  return { kind: 'failed', code, message, hint };
}
