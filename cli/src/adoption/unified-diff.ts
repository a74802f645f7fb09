/** Lines around a change that show where it is. */
const context = 3;

interface Line {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * What is different between two texts, as `diff -u` writes it; nothing when they are the same.
 * @param file how both are named
 */
export function unifiedDiff(before: string, after: string, file: string): string {
  if (before === after) return '';
  const lines = alignLines(linesOf(before), linesOf(after));
  const hunks = findHunks(lines).map(({ from, to }) => renderHunk(lines, from, to));
  return [`--- a/${file}`, `+++ b/${file}`, ...hunks].join('\n');
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') return lines.slice(0, -1);
  return [...lines.slice(0, -1), `${lines.at(-1)}\n\\ No newline at end of file`];
}

/** What is alike at both ends is not searched: changes are small. */
function alignLines(before: readonly string[], after: readonly string[]): readonly Line[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (texts: readonly string[]): Line[] => texts.map((text) => ({ kind: ' ', text }));
  return [
    ...same(before.slice(0, head)),
    ...alignMiddle(
      before.slice(head, before.length - tail),
      after.slice(head, after.length - tail),
    ),
    ...same(before.slice(before.length - tail)),
  ];
}

/** By the longest common subsequence. */
function alignMiddle(before: readonly string[], after: readonly string[]): readonly Line[] {
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const [down, right] = [longest[(i + 1) * width + j]!, longest[i * width + j + 1]!];
      const next = longest[(i + 1) * width + j + 1]! + 1;
      longest[i * width + j] = before[i] === after[j] ? next : Math.max(down, right);
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, young] = [before[i], after[j]];
    if (old !== undefined && old === young) {
      lines.push({ kind: ' ', text: old });
      [i, j] = [i + 1, j + 1];
      continue;
    }
    const takesOld =
      j === after.length || longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!;
    if (old !== undefined && takesOld) {
      lines.push({ kind: '-', text: old });
      i += 1;
    } else {
      lines.push({ kind: '+', text: young! });
      j += 1;
    }
  }
  return lines;
}

/** Changes with what stands around them; those that are near each other together. */
function findHunks(lines: readonly Line[]): readonly { from: number; to: number }[] {
  const hunks: { from: number; to: number }[] = [];
  for (const [index, { kind }] of lines.entries()) {
    if (kind === ' ') continue;
    const from = Math.max(0, index - context);
    const to = Math.min(lines.length, index + context + 1);
    const last = hunks.at(-1);
    if (last !== undefined && from <= last.to) last.to = to;
    else hunks.push({ from, to });
  }
  return hunks;
}

function renderHunk(lines: readonly Line[], from: number, to: number): string {
  const count = (part: readonly Line[], other: Line['kind']): number =>
    part.filter(({ kind }) => kind !== other).length;
  const [above, own] = [lines.slice(0, from), lines.slice(from, to)];
  const range = (other: Line['kind']): string => {
    const length = count(own, other);
    return `${count(above, other) + (length === 0 ? 0 : 1)},${length}`;
  };
  const head = `@@ -${range('+')} +${range('-')} @@`;
  return [head, ...own.map(({ kind, text }) => `${kind}${text}`)].join('\n');
}
