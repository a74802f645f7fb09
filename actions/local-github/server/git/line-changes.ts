export interface LineChange {
  readonly kind: 'kept' | 'added' | 'removed';
  readonly text: string;
}

/** Above this many pairs of lines that differ, all are taken as replaced. */
const mostPairs = 4_000_000;

/** The shortest way from one text to another, line by line (longest common subsequence). */
export function lineChanges(
  before: readonly string[],
  after: readonly string[],
): readonly LineChange[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start])
    start += 1;
  let end = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (end < shorter && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const removed = before.slice(start, before.length - end);
  const added = after.slice(start, after.length - end);
  return [
    ...mark('kept', before.slice(0, start)),
    ...middle(removed, added),
    ...mark('kept', before.slice(before.length - end)),
  ];
}

function mark(kind: LineChange['kind'], lines: readonly string[]): LineChange[] {
  return lines.map((text) => ({ kind, text }));
}

function middle(before: readonly string[], after: readonly string[]): LineChange[] {
  if (before.length * after.length > mostPairs) {
    return [...mark('removed', before), ...mark('added', after)];
  }
  const lengths = commonLengths(before, after);
  const width = after.length + 1;
  const changes: LineChange[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [mine, theirs] = [before[row], after[column]];
    if (mine !== undefined && mine === theirs) {
      changes.push({ kind: 'kept', text: mine });
      row += 1;
      column += 1;
      continue;
    }
    const down = lengths[(row + 1) * width + column] ?? -1;
    const right = lengths[row * width + column + 1] ?? -1;
    if (mine !== undefined && (theirs === undefined || down >= right)) {
      changes.push({ kind: 'removed', text: mine });
      row += 1;
    } else {
      changes.push({ kind: 'added', text: theirs ?? '' });
      column += 1;
    }
  }
  return changes;
}

/** How long the common rest is from each pair of lines on. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const [down, right] = [
        lengths[(row + 1) * width + column],
        lengths[row * width + column + 1],
      ];
      lengths[row * width + column] =
        before[row] === after[column]
          ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(down ?? 0, right ?? 0);
    }
  }
  return lengths;
}
