import { relative } from 'node:path';
import { writeWhole } from '@orangery/schemas/files';
import { predictFiles, type BatchEngine, type PredictionSource } from '@orangery/runner';
import { answerView } from '../answer-view.ts';
import type { Context } from '../verb.ts';
import { answerText } from './answer-text.ts';
import { checkOutput } from './check-output.ts';
import type { OutputOrder } from './output-order.ts';

/**
 * Predicts a single input and shows the answer.
 * @throws Failure INPUT_INVALID when it cannot be used
 */
export async function predictOne(
  engine: BatchEngine,
  source: PredictionSource,
  order: OutputOrder | undefined,
  { cwd, terminal, signal }: Context,
): Promise<void> {
  const predicted = await predictFiles(engine, source, { signal }).next();
  if (predicted.done === true) throw new Error(`${source.path}: expected one outcome, found none`);
  const result = predicted.value[0]!;
  const { name, outcome } = result;
  if (outcome.kind === 'failed') throw outcome.failure;
  // whatever came to be there meanwhile is kept too
  if (order !== undefined) await checkOutput(order);
  const { prediction } = outcome;
  terminal.print(answerView(prediction, terminal));
  const { id: module, version, backend } = engine.description;
  const asked = { module, version, backend, input: name };
  if (order === undefined) return terminal.record({ ...asked, ...prediction });
  const output = relative(cwd, order.path);
  await writeWhole(order.path, answerText(source, result, prediction, order.format));
  terminal.print(`\nAnswer in ${output}`);
  terminal.record({ ...asked, output, ...prediction });
}
