import { Failure, type Skipped } from '@orangery/schemas';

/** More than this share of files that cannot be read means that the dataset is at fault. */
const mostUnreadable = 0.1;

export interface Unreadable {
  readonly path: string;
  readonly reason: string;
}

/** How a message calls what a recipe reads: `expected <expected>, found 3 of 9 that <failing>`. */
export interface ReadableWords {
  readonly expected: string;
  readonly failing: string;
  readonly hint: string;
}

/** What is said of things left out for one reason; nothing where there are none. */
export function leftOut(reason: string, names: readonly string[]): Skipped[] {
  return names.length === 0 ? [] : [{ reason, count: names.length, names: names.slice(0, 20) }];
}

/** @throws Failure DATASET_INVALID when more than a tenth cannot be read, and more than one */
export function checkUnreadable(
  unreadable: readonly Unreadable[],
  total: number,
  { expected, failing, hint }: ReadableWords,
): void {
  if (unreadable.length <= Math.max(1, total * mostUnreadable)) return;
  const listed = unreadable.slice(0, 5).map(({ path, reason }) => `${path} (${reason})`);
  throw new Failure(
    'DATASET_INVALID',
    `The dataset: expected ${expected}, found ${unreadable.length} of ${total} that ${failing}: ${listed.join(', ')}${unreadable.length > 5 ? ', …' : ''}`,
    { hint },
  );
}
