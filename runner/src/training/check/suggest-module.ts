import { Failure } from '@orangery/schemas';
import { openDataset, type DatasetOrder } from '../../dataset/index.ts';
import { findModule } from './find-module.ts';

/**
 * The id of the module whose recipe fits data best.
 * @param root folder of the marketplace
 * @throws Failure DATASET_INVALID with the recipes' reasons, and of fetching
 */
export async function suggestModule(order: DatasetOrder, root: string): Promise<string> {
  const { reading, record, close } = await openDataset(order);
  await close();
  if (reading.kind === 'unread' || record.recipe === undefined) {
    if (reading.kind === 'unread' && reading.failure !== undefined) throw reading.failure;
    const reasons = reading.kind === 'unread' ? reading.reasons : [];
    const found = ['data that no recipe reads', ...reasons].join('\n  ');
    throw new Failure('DATASET_INVALID', `the dataset: expected data to train on, found ${found}`);
  }
  const { module } = await findModule(record.recipe, root);
  if (module !== undefined) return module;
  throw new Failure(
    'MODULE_UNKNOWN',
    `the dataset: expected a module with the recipe ${record.recipe}, found none here`,
    { hint: 'Add one to modules/: see modules/README.md.' },
  );
}
