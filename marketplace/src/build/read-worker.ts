import { parentPort, workerData } from 'node:worker_threads';
import { readFolder, type ReadPlace } from './stored-module.ts';

/** Folders to read, with the states they were found in. */
export type ReadBatch = readonly (readonly [id: string, state: string])[];

const place = workerData as ReadPlace;

parentPort?.on('message', (batch: ReadBatch) => {
  void Promise.all(batch.map(([id, state]) => readFolder(id, state, place))).then((folders) =>
    parentPort?.postMessage(folders),
  );
});
