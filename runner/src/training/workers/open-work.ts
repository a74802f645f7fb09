import { startBackend } from '../../compute/backend.ts';
import { decodeImage } from '../../dataset/index.ts';
import type { DataFile } from '../../dataset/data-file.ts';
import { storedDataFile } from '../../dataset/stored-file.ts';
import { recipes } from '../../recipes/index.ts';
import type { Logger } from '../../world.ts';
import { divideData } from '../divide-data.ts';
import type { Work } from '../segments/work.ts';
import { folderStore, readFolder } from '../store/folder-store.ts';
import type { PlacedFile, WorkerSetup } from './messages.ts';

/**
 * Reads and divides the data as the run did, from the files it fetched; each is checked by its hash
 * when it is read.
 * @throws Failure of the backend, of reading
 */
export async function openWork(setup: WorkerSetup, logger: Logger): Promise<Work> {
  const { seed, folds, training, folder, target, backbone } = setup;
  const recipe = recipes[setup.recipe];
  const { signal } = new AbortController(); // the process ends instead
  await startBackend(setup.backend);
  const options = { decodeImage, target, signal };
  const data = await recipe.readData(setup.files.map(dataFile), options);
  const validation =
    setup.validation && (await recipe.readData(setup.validation.map(dataFile), options));
  return {
    ...{ recipe, seed, training },
    parts: divideData({ recipe, seed, folds, data, validation }),
    ...(backbone !== undefined && { backbone: await readFolder(backbone) }),
    store: folderStore(folder),
    world: { now: Date.now, signal, logger, report: () => {} },
  };
}

function dataFile({ path, place, sha256, bytes }: PlacedFile): DataFile {
  return storedDataFile({ path: place, sha256, bytes }, path);
}
