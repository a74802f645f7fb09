import type { Binned } from './bin-columns.ts';

/** In place of a column: the node is a leaf. */
export const leafMark = 0xffffffff;

/**
 * A binary tree, its nodes in preorder: the left child follows its parent. Rows whose code in
 * `columns[node]` is at most `cuts[node]` go left.
 */
export interface Tree {
  /** Column that a node asks, or `leafMark`. */
  readonly columns: Uint32Array;
  readonly cuts: Uint8Array;
  /** Right child of a node; of a leaf, where its values begin. */
  readonly rights: Uint32Array;
  /** Values of the leaves, one after another. */
  readonly values: Float32Array;
}

/** Where in `tree.values` a row's answer begins. */
export function findLeaf(tree: Tree, { codes, count }: Binned, row: number): number {
  let node = 0;
  for (;;) {
    const column = tree.columns[node]!;
    if (column === leafMark) return tree.rights[node]!;
    node = codes[column * count + row]! <= tree.cuts[node]! ? node + 1 : tree.rights[node]!;
  }
}

/**
 * A tree from what its nodes ask in preorder; who is whose child follows from that.
 * @param outputs values of a leaf
 * @throws Error when the nodes are not those of one whole tree
 */
export function treeOfNodes(
  columns: Uint32Array,
  cuts: Uint8Array,
  values: Float32Array,
  outputs: number,
): Tree {
  const rights = new Uint32Array(columns.length);
  // nodes whose left branch is being read
  const waiting: number[] = [];
  let leaves = 0;
  for (let node = 0; node < columns.length; node += 1) {
    if (columns[node] !== leafMark) {
      waiting.push(node);
      continue;
    }
    rights[node] = leaves * outputs;
    leaves += 1;
    const parent = waiting.pop();
    if ((parent === undefined) !== (node === columns.length - 1)) throw new Error('torn tree');
    if (parent !== undefined) rights[parent] = node + 1;
  }
  if (waiting.length > 0 || leaves * outputs !== values.length) throw new Error('torn tree');
  return { columns, cuts, rights, values };
}
