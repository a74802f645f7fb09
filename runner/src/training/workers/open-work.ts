import { startBackend } from '../../compute/backend.ts';
import { decodeImage } from '../../dataset/index.ts';
import type { DataFile } from '../../dataset/data-file.ts';
import { storedDataFile } from '../../dataset/stored-file.ts';
import { openCode } from '../../custom/open-recipe.ts';
import { recipes } from '../../recipes/index.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import type { Logger } from '../../world.ts';
import { divideData } from '../divide-data.ts';
import { readBackbone } from '../read-backbone.ts';
import type { Work } from '../segments/work.ts';
import { folderStore } from '../store/folder-store.ts';
import type { PlacedFile, WorkerSetup } from './messages.ts';

/**
 * Reads and divides the data as the run did, from the files it fetched; each is checked by its hash
 * when it is read.
 * @throws Failure of the backend, of reading
 */
export async function openWork(setup: WorkerSetup, logger: Logger): Promise<Work> {
  const { seed, folds, training, folder, goOn, target, backbone } = setup;
  const recipe = await recipeOf(setup, logger);
  const { signal } = new AbortController(); // the process ends instead
  await startBackend(setup.backend);
  const options = { decodeImage, target, signal };
  const data = await recipe.readData(setup.files.map(dataFile), options);
  const validation =
    setup.validation && (await recipe.readData(setup.validation.map(dataFile), options));
  return {
    ...{ recipe, seed, training },
    parts: divideData({ recipe, seed, folds, data, validation }),
    ...(backbone !== undefined && { backbone: await readBackbone(backbone) }),
    store: folderStore(folder, goOn),
    world: { now: Date.now, signal, logger, report: () => {} },
  };
}

/** Nothing closes the process of a module's code: it ends when this one does. */
async function recipeOf({ recipe, code, backend }: WorkerSetup, logger: Logger): Promise<Recipe> {
  if (code === undefined) return recipes[recipe];
  const opened = await openCode(code.folder, { ...code, backend, logger });
  return opened.recipe;
}

function dataFile({ path, place, sha256, bytes }: PlacedFile): DataFile {
  return storedDataFile({ path: place, sha256, bytes }, path);
}
