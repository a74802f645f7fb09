import { relative } from 'node:path';
import {
  countInputs,
  hashOfModule,
  partOf,
  predictBatch,
  type BatchEngine,
  type BatchResult,
  type OpenedInput,
  type PartHeader,
} from '@orangery/runner';
import { counted } from '../counted.ts';
import type { Context } from '../verb.ts';
import { checkOutput } from './check-output.ts';
import type { OutputOrder } from './output-order.ts';
import type { PredictOptions } from './predict-options.ts';
import { progressBar, rateOf } from '../progress-bar.ts';

/** All of what was asked for. */
export interface ManyOrder {
  /** Of the module. */
  readonly folder: string;
  readonly engine: BatchEngine;
  readonly input: OpenedInput;
  readonly output: OutputOrder;
  readonly options: PredictOptions;
}

/** Predicts a folder, table or data set into a file. */
export async function predictMany(order: ManyOrder, context: Context): Promise<void> {
  const { engine, input, output, options } = order;
  const { signal, terminal, cwd } = context;
  const header = await headerOf(order);
  const bar = progressBar(terminal, { label: 'Predicting', total: header.inputs, now: Date.now });
  const startedAt = Date.now();
  let done = 0;
  try {
    const result = await predictBatch({
      ...{ engine, source: input.source, path: output.path, header, signal },
      ...(options.batch !== undefined && { batchSize: options.batch }),
      existing: options.resume ? 'resume' : options.force ? 'replace' : 'keep',
      onProgress: (now) => bar.update((done = now)),
      // whatever came to be there meanwhile is kept too
      checkOutput: async () => checkOutput(output),
    });
    bar.stop();
    tell(order, result, Date.now() - startedAt, context);
  } catch (error) {
    bar.stop();
    if (done > 0 && done < header.inputs) {
      const part = relative(cwd, partOf(output.path));
      terminal.note(
        `${done} of ${header.inputs} predictions are in ${part}: the same command with --resume goes on`,
      );
    }
    throw error;
  }
}

async function headerOf({ folder, engine, input, output }: ManyOrder): Promise<PartHeader> {
  const { id, version, backend } = engine.description;
  return {
    schema: 'predictions/1',
    module: id,
    version,
    artifact: await hashOfModule(folder),
    backend,
    input: await input.identify(),
    inputs: countInputs(input.source),
    format: output.format,
  };
}

function tell(
  { engine, input, output: { path, format } }: ManyOrder,
  { predicted, failed, resumed }: BatchResult,
  tookMs: number,
  { terminal, cwd }: Context,
): void {
  const output = relative(cwd, path);
  terminal.print(`${counted(predicted, 'prediction')} in ${output}`);
  if (failed > 0) {
    const place = format === 'csv' ? 'the column error' : 'the lines with an error';
    terminal.note(`${failed} of ${predicted + failed} inputs could not be used: see ${place}`);
  }
  const { id: module, version, backend } = engine.description;
  const inputsPerSecond = Number(rateOf(predicted + failed - resumed, tookMs));
  terminal.record({
    ...{ module, version, backend, input: input.shown, output, predicted, failed, resumed },
    ...{ workers: engine.workers, seconds: tookMs / 1000, inputsPerSecond },
  });
}
