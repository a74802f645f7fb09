import {
  batchSizeFor,
  defaultFetchLimits,
  loadPredictor,
  localEngine,
  openInput,
  readDatasetAccess,
  startEngine,
  type BatchEngine,
  type CodeOptions,
  type OpenedInput,
  type Predictor,
} from '@orangery/runner';
import { withContainers } from '../containers.ts';
import { personalFolders } from '../folders.ts';
import { loadableFolder } from '../loadable-folder.ts';
import { checkOutput } from '../predict/check-output.ts';
import { outputOrder } from '../predict/output-order.ts';
import { predictMany } from '../predict/predict-many.ts';
import { addPredictOptions, type PredictOptions } from '../predict/predict-options.ts';
import { predictOne } from '../predict/predict-one.ts';
import { createTrainingView } from '../train/training-view.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';
import { createWorld } from '../world.ts';

export const predictVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery predict leaf-classifier --input leaf.png',
    'orangery predict leaf-classifier --input photos/ --output predictions.csv --workers 4',
    'orangery predict leaf-classifier --input https://example.org/photos.zip --output photos.jsonl',
    'orangery predict out/my-run --input rows.csv --resume',
  ]);
  addPredictOptions(command).action(async (module: string, options: PredictOptions) =>
    predict(module, options, context),
  );
};

async function predict(module: string, options: PredictOptions, context: Context): Promise<void> {
  const folder = await loadableFolder(module, context);
  await withContainers({ folders: [folder], options, context }, async (code) =>
    predictBy({ folder, backend: options.backend, code }, options, context),
  );
}

async function predictBy(setup: Setup, options: PredictOptions, context: Context): Promise<void> {
  const { folder } = setup;
  const predictor = await loadPredictor(folder, setup);
  let close = async (): Promise<void> => predictor.dispose();
  let input: OpenedInput | undefined;
  try {
    input = await open(predictor, options, context);
    const { source } = input;
    const output = outputOrder(source, options, context.cwd);
    if (output !== undefined) await checkOutput(output);
    const isOne = source.kind === 'file';
    const engine = isOne
      ? localEngine(predictor)
      : await start(setup, predictor, input, options, context);
    close = async () => engine.close();
    if (isOne) await predictOne(engine, source, output, context);
    else await predictMany({ folder, engine, input, output: output!, options }, context);
  } finally {
    try {
      await close();
    } finally {
      await input?.close();
    }
  }
}

async function open(
  predictor: Predictor,
  { input, maxBytes }: PredictOptions,
  context: Context,
): Promise<OpenedInput> {
  const { cwd, env, terminal } = context;
  const view = createTrainingView(terminal);
  const { cache, cacheBytes } = personalFolders(context);
  // the data is somebody's own: its link is in no record
  const world = { ...createWorld(context, view.show), report: view.show };
  try {
    return await openInput(input, predictor, {
      allowLocal: true,
      baseFolder: cwd,
      cacheFolder: cache,
      ...(cacheBytes !== undefined && { cacheBytes }),
      access: readDatasetAccess(env),
      limits: { ...defaultFetchLimits, ...(maxBytes !== undefined && { maxBytes }) },
      world,
    });
  } finally {
    view.close();
  }
}

interface Setup {
  readonly folder: string;
  readonly backend: PredictOptions['backend'];
  readonly code: CodeOptions;
}

async function start(
  { folder, backend, code: { logger: _, ...code } }: Setup,
  predictor: Predictor,
  { source }: OpenedInput,
  options: PredictOptions,
  context: Context,
): Promise<BatchEngine> {
  const { deviceEnvironment } = personalFolders(context);
  return startEngine({
    predictor,
    setup: { folder, backend, code },
    ...(deviceEnvironment && { environment: deviceEnvironment }),
    ...(options.workers !== undefined && { workers: options.workers }),
    source,
    batchSize: options.batch ?? batchSizeFor(source),
    logger: createWorld(context, () => {}).logger,
    signal: context.signal,
  });
}
