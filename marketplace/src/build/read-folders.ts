import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ReadBatch } from './read-worker.ts';
import { readFolder, type ReadFolder, type ReadPlace } from './stored-module.ts';

const batchSize = 32;
const mostThreads = 8;

/**
 * Reads folders, many of them on all cores.
 * @param onRead receives how many are done
 */
export async function readFolders(
  folders: ReadBatch,
  place: ReadPlace,
  onRead: (done: number) => void = () => {},
): Promise<readonly ReadFolder[]> {
  if (folders.length <= 2 * batchSize) {
    return Promise.all(folders.map((folder) => readFolder(folder, place)));
  }
  const batches = Array.from({ length: Math.ceil(folders.length / batchSize) }, (_, number) =>
    folders.slice(number * batchSize, (number + 1) * batchSize),
  );
  const read: ReadFolder[] = [];
  const threads = Math.min(availableParallelism(), mostThreads, batches.length);
  const work = Array.from({ length: threads }, () =>
    runThread(batches, place, (found) => {
      read.push(...found);
      onRead(read.length);
    }),
  );
  await Promise.all(work);
  return read;
}

/** Takes batches until none is left; when one fails, the others take no more. */
async function runThread(
  batches: ReadBatch[],
  place: ReadPlace,
  onBatch: (found: readonly ReadFolder[]) => void,
): Promise<void> {
  const worker = new Worker(new URL('./read-worker.ts', import.meta.url), { workerData: place });
  try {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      onBatch(await ask(worker, batch));
    }
  } catch (error) {
    batches.length = 0;
    throw error;
  } finally {
    await worker.terminate();
  }
}

function ask(worker: Worker, batch: ReadBatch): Promise<readonly ReadFolder[]> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (found: readonly ReadFolder[]) => {
      worker.off('error', reject);
      resolve(found);
    });
    worker.postMessage(batch);
  });
}
