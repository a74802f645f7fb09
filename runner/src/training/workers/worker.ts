/**
 * Entry of a worker process: fits and measures what the run asks for by messages. It ends when the
 * run's process does.
 */
import { failureParts } from '../../failure-parts.ts';
import { isOutOfMemory } from '../../compute/is-out-of-memory.ts';
import type { Logger } from '../../world.ts';
import type { WorkHooks } from '../executor.ts';
import { finishTraining } from '../segments/finish-training.ts';
import { fitSegment } from '../segments/fit-segment.ts';
import type { Work } from '../segments/work.ts';
import type { WorkerAnswer, WorkerNote, WorkerTask } from './messages.ts';
import { openWork } from './open-work.ts';

const log =
  (level: 'debug' | 'info' | 'warn') =>
  (message: string): void =>
    tell({ kind: 'log', level, message });
const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn') };
let work: Work | undefined;

process.on('message', (task: WorkerTask) => {
  void answer(task).then(tell);
});
// nobody is left to work for; what is half done is done again by another
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// Ctrl-C reaches the whole group: the run decides
process.on('SIGINT', () => {});

async function answer(task: WorkerTask): Promise<WorkerAnswer> {
  try {
    return await perform(task);
  } catch (error) {
    if (isOutOfMemory(error)) return { kind: 'out of memory' };
    return { kind: 'failed', failure: failureParts(error) };
  }
}

async function perform(task: WorkerTask): Promise<WorkerAnswer> {
  if (task.kind === 'open') {
    work = await openWork(task.setup, logger);
    return { kind: 'opened' };
  }
  if (work === undefined) throw new Error('expected the data to be opened before any work');
  const hooks: WorkHooks = {
    secondsLeft: () => task.seconds,
    onEpoch: (point, epochs) => tell({ kind: 'epoch', point, epochs }),
  };
  if (task.kind === 'fit') {
    return { kind: 'fitted', result: await fitSegment(work, task.order, hooks) };
  }
  return { kind: 'finished', finished: await finishTraining(work, task.task, hooks) };
}

function tell(message: WorkerAnswer | WorkerNote): void {
  process.send?.(message);
}
