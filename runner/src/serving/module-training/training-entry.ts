/**
 * Entry of the process that one training asked for over HTTP runs in, with a low priority. It
 * ends when the server does.
 */
import { basename, join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { noAccess } from '../../dataset/index.ts';
import { failureParts } from '../../failure-parts.ts';
import { readValidModule } from '../../inference/load-module.ts';
import { runTraining } from '../../training/run-training.ts';
import type { TrainingOrder } from '../../training/training-order.ts';
import type { Logger } from '../../world.ts';
import { lowerPriority } from './lower-priority.ts';
import type { FromTraining, TrainingTask } from './messages.ts';
import { summarizeTraining, type TrainingSummary } from './training-summary.ts';

const controller = new AbortController();
const log =
  (level: 'debug' | 'info' | 'warn') =>
  (message: string): void =>
    tell({ kind: 'log', level, message });
const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn') };

await lowerPriority();
process.once('message', (task: TrainingTask) => {
  void answer(task).then(tell);
});
// nobody is left to tell; the group is this process and its workers
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.on('SIGTERM', () => {
  controller.abort(new Failure('CANCELLED', 'the training was stopped'));
});

async function answer(task: TrainingTask): Promise<FromTraining> {
  try {
    return { kind: 'trained', summary: await train(task) };
  } catch (error) {
    return { kind: 'failed', failure: failureParts(error) };
  }
}

async function train(task: TrainingTask): Promise<TrainingSummary> {
  let scoreName: string | undefined;
  const { receipt, folder } = await runTraining({
    ...(await orderOf(task)),
    world: {
      ...{ now: Date.now, signal: controller.signal, logger },
      report: (event) => {
        if (event.type === 'run-started') ({ scoreName } = event);
      },
    },
  });
  return summarizeTraining(receipt, basename(folder), scoreName);
}

async function orderOf(task: TrainingTask): Promise<Omit<TrainingOrder, 'world'>> {
  const { dataset, validation, target, child, trials, hours, seed, backend, width } = task;
  const { maxBytes, baseFolder, resultFolder, folders, code } = task;
  return {
    module: await readValidModule(task.module),
    dataset: [{ link: dataset }],
    ...(validation !== undefined && { validation: [{ link: validation }] }),
    ...(target !== undefined && { target }),
    ...(child !== undefined && { child }),
    ...(code && { code }),
    budget: { MODEL_TRIAL_COUNT: trials, TIME_HOURS: hours },
    tuner: { width },
    // a caller over HTTP has none of the credentials that a person at the command line has
    access: noAccess,
    visibility: 'private',
    folderOf: (run) => join(resultFolder, child ?? run),
    ...{ seed, backend, maxBytes, baseFolder, folders },
  };
}

function tell(message: FromTraining): void {
  process.send?.(message);
}
