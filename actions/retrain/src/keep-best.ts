import { Failure } from '@orangery/schemas';
import { mkdir, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { runTool } from '../../tool/run-tool.ts';
import { openJobFolder, trainWords, type JobInputs } from './job-folder.ts';
import type { RetrainWorld } from './main.ts';

/** GitHub ends a cancelled job after five minutes; the result must be sent before. */
const limitMs = 4 * 60_000;

/**
 * Makes the best so far of a training that was cancelled into its result, in the step after it. It asks
 * GitHub for nothing: the token of a long training has expired by then.
 * @throws Failure TRAINING_FAILED when nothing had begun; those of the training
 */
export async function keepBest(
  inputs: JobInputs,
  { env, signal, info }: Pick<RetrainWorld, 'env' | 'signal' | 'info'>,
): Promise<void> {
  const folder = await openJobFolder(env, inputs);
  try {
    if ((await stat(folder.request).catch(() => null)) === null) throw nothingBegun();
    await mkdir(resolve(inputs.out, '..'), { recursive: true });
    const tool = {
      folder: resolve(inputs.tool),
      env: folder.env,
      timeoutMs: limitMs,
      signal,
      info,
    };
    const words = [...trainWords(folder, inputs), '--finish', '--out', resolve(inputs.out)];
    await runTool(tool, words, () => {});
  } finally {
    await rm(folder.path, { recursive: true, force: true });
  }
}

function nothingBegun(): Failure {
  return new Failure('TRAINING_FAILED', 'The training: expected one that had begun, found none', {
    hint: 'Nothing is lost: ask for it again.',
  });
}
