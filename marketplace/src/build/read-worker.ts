import { parentPort, workerData } from 'node:worker_threads';
import { readFolder, type ReadPlace, type WantedFolder } from './stored-module.ts';

/** Folders to read. */
export type ReadBatch = readonly WantedFolder[];

const place = workerData as ReadPlace;

parentPort?.on('message', (batch: ReadBatch) => {
  void Promise.all(batch.map((folder) => readFolder(folder, place))).then((folders) =>
    parentPort?.postMessage(folders),
  );
});
