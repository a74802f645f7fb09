import { Failure, type FormatVerdict, type PinnedLink, type Visibility } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import {
  describeFound,
  describeRead,
  type DescribedDataset,
} from '../../dataset/describe/describe-found.ts';
import { filesOfData } from '../../dataset/describe/speaks-of-data.ts';
import type { ReadOptions, Recipe } from '../../recipes/recipe.ts';
import { judgeFormat } from '../check/judge-format.ts';

export interface DataToInspect extends ReadOptions {
  readonly recipe: Recipe;
  readonly files: readonly DataFile[];
  /** Where they come from. */
  readonly sources: readonly PinnedLink[];
  readonly visibility: Visibility;
}

export type InspectedData =
  | { readonly kind: 'read'; readonly data: unknown; readonly described: DescribedDataset }
  | { readonly kind: 'unread'; readonly failure: Failure; readonly format: FormatVerdict };

/**
 * Reads data that is at hand by a module's recipe and says what it is, or why it cannot be read and
 * which recipe fits better: as `orangery dataset inspect` and the check before a training say it.
 * @throws Failure other than DATASET_INVALID
 */
export async function inspectData(order: DataToInspect): Promise<InspectedData> {
  const { recipe, sources, files: all } = order;
  const files = filesOfData(all);
  try {
    const data = await recipe.readData(files, order);
    const found = describeRead({ recipe, data }, files);
    const reading = { kind: 'read', recipe, data } as const;
    const described = await describeFound(
      { sources, files: all, terms: {}, reading, found },
      order,
    );
    return { kind: 'read', data, described };
  } catch (failure) {
    if (!(failure instanceof Failure) || failure.code !== 'DATASET_INVALID') throw failure;
    const findModule = async (fitting: Recipe['name']) => ({ recipe: fitting });
    const format = await judgeFormat({ recipe, failure, files, options: order, findModule });
    return { kind: 'unread', failure, format };
  }
}
