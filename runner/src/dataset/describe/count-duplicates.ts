import type { DatasetRecord } from '@orangery/schemas';

interface Group {
  readonly label: string | undefined;
  size: number;
  hasOtherLabels: boolean;
}

/**
 * Counts examples of identical content, and those whose copies bear another class.
 * @param hashes of the content, one an example
 * @param labels in the same order; none where the examples have no classes
 */
export function countDuplicates(
  hashes: Iterable<string>,
  labels: readonly string[],
): NonNullable<DatasetRecord['duplicates']> {
  const first = new Map<string, number>();
  const groups = new Map<string, Group>();
  let index = 0;
  for (const hash of hashes) {
    const earlier = first.get(hash);
    if (earlier === undefined) first.set(hash, index);
    else addCopy(groups, { hash, earlier: labels[earlier], label: labels[index] });
    index += 1;
  }
  const repeated = [...groups.values()];
  const copies = (some: readonly Group[]): number =>
    some.reduce((sum, { size }) => sum + size - 1, 0);
  return {
    groups: repeated.length,
    copies: copies(repeated),
    conflicting: copies(repeated.filter(({ hasOtherLabels }) => hasOtherLabels)),
  };
}

interface Copy {
  readonly hash: string;
  readonly earlier: string | undefined;
  readonly label: string | undefined;
}

function addCopy(groups: Map<string, Group>, { hash, earlier, label }: Copy): void {
  const group = groups.get(hash) ?? { label: earlier, size: 1, hasOtherLabels: false };
  group.size += 1;
  if (label !== group.label) group.hasOtherLabels = true;
  groups.set(hash, group);
}
