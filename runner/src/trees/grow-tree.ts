import { SplitFinder, type Split, type SplitOptions } from './find-split.ts';
import { leafMark, treeOfNodes, type Tree } from './tree.ts';

export interface TreeOptions extends SplitOptions {
  /** Rows to grow on, those drawn twice named twice; put into another order. */
  readonly rows: Uint32Array;
  /** The leaf with the most to gain is split until there are as many (leaf-wise). */
  readonly leaves: number;
  /** Of a leaf's values. */
  readonly outputs: number;
  /** Writes the values of a leaf with these rows. */
  readonly fillLeaf: (rows: Uint32Array, values: Float32Array) => void;
}

interface Node {
  readonly rows: Uint32Array;
  split: Split | null;
  left: Node | null;
  right: Node | null;
}

/** Smallest gain that is one, beyond rounding. */
const leastGain = 1e-9;
/** Above, nodes are split in any order: with so many leaves each gets its turn anyway. */
const mostOrdered = 1000;

/** Grows one tree on binned columns. */
export function growTree(options: TreeOptions): Tree {
  const finder = new SplitFinder(options);
  const nodeOf = (rows: Uint32Array): Node => ({
    rows,
    split: rows.length < 2 * options.leafRows ? null : finder.find(rows),
    left: null,
    right: null,
  });
  const root = nodeOf(options.rows);
  const open = isOpen(root) ? [root] : [];
  for (let leaves = 1; leaves < options.leaves && open.length > 0; leaves += 1) {
    const node = takeNext(open, options.leaves <= mostOrdered);
    const middle = partition(node.rows, options, node.split!);
    node.left = nodeOf(node.rows.subarray(0, middle));
    node.right = nodeOf(node.rows.subarray(middle));
    open.push(...[node.left, node.right].filter(isOpen));
  }
  return flatten(root, options);
}

function isOpen({ split }: Node): boolean {
  return split !== null && split.gain > leastGain;
}

function takeNext(open: Node[], isOrdered: boolean): Node {
  if (!isOrdered) return open.pop()!;
  let best = 0;
  for (let place = 1; place < open.length; place += 1) {
    if (open[place]!.split!.gain > open[best]!.split!.gain) best = place;
  }
  return open.splice(best, 1)[0]!;
}

/** Puts rows that go left first; gives how many. */
function partition(rows: Uint32Array, { binned }: TreeOptions, { column, cut }: Split): number {
  const offset = column * binned.count;
  let middle = 0;
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place]!;
    if (binned.codes[offset + row]! > cut) continue;
    rows[place] = rows[middle]!;
    rows[middle] = row;
    middle += 1;
  }
  return middle;
}

/** Nodes in preorder; by a stack, as a tree may be deeper than calls go. */
function flatten(root: Node, { outputs, fillLeaf }: TreeOptions): Tree {
  const columns: number[] = [];
  const cuts: number[] = [];
  const leaves: Uint32Array[] = [];
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const isLeaf = node.left === null || node.right === null;
    columns.push(isLeaf ? leafMark : node.split!.column);
    cuts.push(isLeaf ? 0 : node.split!.cut);
    if (isLeaf) leaves.push(node.rows);
    else stack.push(node.right!, node.left!);
  }
  const values = new Float32Array(leaves.length * outputs);
  for (const [index, rows] of leaves.entries()) {
    fillLeaf(rows, values.subarray(index * outputs, (index + 1) * outputs));
  }
  return treeOfNodes(Uint32Array.from(columns), Uint8Array.from(cuts), values, outputs);
}
