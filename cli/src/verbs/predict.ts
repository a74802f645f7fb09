import { relative, resolve } from 'node:path';
import type { BackendName } from '@orangery/schemas';
import { writeWhole } from '@orangery/schemas/files';
import {
  countInputs,
  loadPredictor,
  openPredictionSource,
  predictFiles,
  predictionCsv,
  type PredictedInput,
  type PredictionSource,
  type Predictor,
} from '@orangery/runner';
import { SingleBar } from 'cli-progress';
import { Option } from 'commander';
import { counted } from '../counted.ts';
import { answerView } from '../answer-view.ts';
import { answerCsv } from '../predict/answer-csv.ts';
import { checkOutput } from '../predict/check-output.ts';
import { outputOrder, type OutputOrder } from '../predict/output-order.ts';
import { codeOptions, trustCodeOption } from '../code-options.ts';
import { resolveModuleFolder } from '../module-folder.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';

interface PredictOptions {
  readonly input: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly backend: BackendName | 'auto';
  readonly trustCode?: boolean;
}

const backends = ['auto', 'tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'];

export const predictVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery predict leaf-classifier --input leaf.png',
    'orangery predict leaf-classifier --input photos/ --output predictions.csv',
    'orangery predict out/my-run --input rows.csv',
  ])
    .requiredOption(
      '--input <path>',
      'what the module takes: a picture, text, recording or series; a folder of them; or a table',
    )
    .option(
      '--output <file>',
      'CSV file that answers go to (default: predictions.csv for a folder or table)',
    )
    .option('--force', 'replace that file where it is there')
    .addOption(new Option('--backend <name>', 'what computes').choices(backends).default('auto'))
    .addOption(trustCodeOption())
    .action(async (module: string, options: PredictOptions) => predict(module, options, context));
};

async function predict(module: string, options: PredictOptions, context: Context): Promise<void> {
  const folder = await resolveModuleFolder(module, context.cwd);
  const predictor = await loadPredictor(folder, {
    backend: options.backend,
    code: codeOptions(context, options),
  });
  try {
    const source = await openPredictionSource(resolve(context.cwd, options.input), predictor);
    const output = outputOrder(source, options, context.cwd);
    if (output !== undefined) await checkOutput(output);
    const results = await predictAll(predictor, source, context);
    // whatever came to be there meanwhile is kept too
    if (output !== undefined) await checkOutput(output);
    if (source.kind === 'file') await showOne(predictor, results[0]!, output, context);
    else await writeMany(predictor, source, results, output!, context);
  } finally {
    predictor.dispose();
  }
}

async function predictAll(
  predictor: Predictor,
  source: PredictionSource,
  { signal, terminal }: Context,
): Promise<readonly PredictedInput[]> {
  const total = countInputs(source);
  const bar = new SingleBar({
    format: 'Predicting {bar} {value}/{total} {eta_formatted}',
    stream: process.stderr,
    clearOnComplete: true,
  });
  const isShown = terminal.isInteractive && !terminal.isJson && total > 1;
  const results: PredictedInput[] = [];
  if (isShown) bar.start(total, 0);
  try {
    for await (const result of predictFiles(predictor, source, { signal })) {
      results.push(result);
      if (isShown) bar.update(results.length);
    }
  } finally {
    if (isShown) bar.stop();
  }
  return results;
}

/** A single input that cannot be used has failed before. */
async function showOne(
  predictor: Predictor,
  result: PredictedInput,
  order: OutputOrder | undefined,
  { cwd, terminal }: Context,
): Promise<void> {
  const { name, outcome } = result;
  if (outcome.kind === 'failed') throw outcome.failure;
  const { prediction } = outcome;
  terminal.print(answerView(prediction, terminal));
  const asked = { ...recordOf(predictor), input: name };
  if (order === undefined) return terminal.record({ ...asked, ...prediction });
  const output = relative(cwd, order.path);
  await writeWhole(order.path, answerCsv(result, prediction));
  terminal.print(`\nAnswer in ${output}`);
  terminal.record({ ...asked, output, ...prediction });
}

async function writeMany(
  predictor: Predictor,
  source: PredictionSource,
  results: readonly PredictedInput[],
  { path, cwd }: OutputOrder,
  { terminal }: Context,
): Promise<void> {
  await writeWhole(path, predictionCsv(source, results));
  const failed = results.filter(({ outcome }) => outcome.kind === 'failed').length;
  const predicted = results.length - failed;
  const output = relative(cwd, path);
  terminal.print(`${counted(predicted, 'prediction')} in ${output}`);
  if (failed > 0) {
    terminal.note(`${failed} of ${results.length} inputs could not be used: see the column error`);
  }
  const input = relative(cwd, source.path);
  terminal.record({ ...recordOf(predictor), input, output, predicted, failed });
}

function recordOf({ id, version, backend }: Predictor): object {
  return { module: id, version, backend };
}
