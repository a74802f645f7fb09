import { Failure } from '@orangery/schemas';
import type { ArtifactFiles } from '../recipes/recipe.ts';
import type { TreeEnsemble } from './ensemble.ts';
import { leafMark, treeOfNodes, type Tree } from './tree.ts';

/** What `model.json` says; `weights.bin` holds the numbers, in the order of the fields here. */
interface Manifest {
  readonly format: 'trees-model';
  readonly outputs: number;
  readonly leafOutputs: number;
  readonly combine: TreeEnsemble['combine'];
  readonly start: readonly number[];
  /** Cuts of each column: 32-bit floats. */
  readonly cuts: readonly number[];
  /** Bits of a column's number; all set: a leaf. */
  readonly columnBits: 16 | 32;
  /**
   * Nodes of each tree in preorder: the column of every node of every tree, then the cut of each (8
   * bits), then the values of the leaves (32-bit floats).
   */
  readonly nodes: readonly number[];
}

const mostColumns16 = 0xffff;

/** Whether `model.json` is that of trees, and not of a network. */
export function holdsTrees(files: ArtifactFiles): boolean {
  return isManifest(parse(files));
}

/** `model.json` and `weights.bin`: three bytes a node and four a leaf's value. */
export function saveTrees(ensemble: TreeEnsemble): ArtifactFiles {
  const { outputs, leafOutputs, combine, start, cuts, trees } = ensemble;
  const columnBits = cuts.length < mostColumns16 ? 16 : 32;
  const manifest: Manifest = {
    format: 'trees-model',
    ...{ outputs, leafOutputs, combine, columnBits },
    start: [...start],
    cuts: cuts.map(({ length }) => length),
    nodes: trees.map(({ columns }) => columns.length),
  };
  const parts = [
    ...cuts.map(littleEndian32),
    ...trees.map(({ columns }) => bytesOfColumns(columns, columnBits)),
    ...trees.map((tree) => tree.cuts),
    ...trees.map(({ values }) => littleEndian32(values)),
  ];
  return new Map([
    ['model.json', new TextEncoder().encode(`${JSON.stringify(manifest)}\n`)],
    ['weights.bin', joined(parts)],
  ]);
}

/** @throws Failure FILE_INVALID */
export function loadTrees(files: ArtifactFiles): TreeEnsemble {
  const manifest = parse(files);
  if (!isManifest(manifest)) throw invalid('model.json', 'a model of trees');
  const bytes = files.get('weights.bin');
  if (bytes === undefined) throw invalid('weights.bin', 'a file');
  try {
    return readEnsemble(manifest, new Reader(bytes));
  } catch (cause) {
    throw invalid('weights.bin', 'the trees of model.json', cause);
  }
}

function readEnsemble(manifest: Manifest, reader: Reader): TreeEnsemble {
  const { outputs, leafOutputs, combine, columnBits, nodes } = manifest;
  const cuts = manifest.cuts.map((count) => reader.floats(count));
  const columns = nodes.map((count) => reader.columns(count, columnBits));
  const treeCuts = nodes.map((count) => reader.bytes(count));
  const trees = columns.map((own, index): Tree => {
    const leaves = own.reduce((count, column) => count + (column === leafMark ? 1 : 0), 0);
    if (own.some((column) => column !== leafMark && column >= cuts.length)) {
      throw new Error('a column that is not there');
    }
    return treeOfNodes(own, treeCuts[index]!, reader.floats(leaves * leafOutputs), leafOutputs);
  });
  if (!reader.isAtEnd) throw new Error('more bytes than trees');
  const start = Float32Array.from(manifest.start);
  return { outputs, leafOutputs, combine, start, cuts, trees };
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #place = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#place === this.#bytes.length;
  }

  bytes(count: number): Uint8Array {
    const start = this.#take(count);
    return this.#bytes.slice(start, start + count);
  }

  floats(count: number): Float32Array {
    const start = this.#take(4 * count);
    return Float32Array.from({ length: count }, (_, index) =>
      this.#view.getFloat32(start + 4 * index, true),
    );
  }

  columns(count: number, bits: 16 | 32): Uint32Array {
    const start = this.#take((bits / 8) * count);
    return Uint32Array.from({ length: count }, (_, index) => {
      if (bits === 32) return this.#view.getUint32(start + 4 * index, true);
      const column = this.#view.getUint16(start + 2 * index, true);
      return column === mostColumns16 ? leafMark : column;
    });
  }

  #take(count: number): number {
    const start = this.#place;
    if (start + count > this.#bytes.length) throw new Error('fewer bytes than trees');
    this.#place += count;
    return start;
  }
}

function bytesOfColumns(columns: Uint32Array, bits: 16 | 32): Uint8Array {
  const bytes = new Uint8Array((columns.length * bits) / 8);
  const view = new DataView(bytes.buffer);
  for (const [index, column] of columns.entries()) {
    if (bits === 32) view.setUint32(4 * index, column, true);
    else view.setUint16(2 * index, Math.min(column, mostColumns16), true);
  }
  return bytes;
}

function littleEndian32(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setFloat32(4 * index, value, true);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

function parse(files: ArtifactFiles): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(files.get('model.json')));
  } catch {
    // said by who needs it
    return null;
  }
}

function isManifest(value: unknown): value is Manifest {
  const manifest = value as Partial<Record<keyof Manifest, unknown>> | null;
  return (
    manifest?.format === 'trees-model' &&
    isCount(manifest.outputs) &&
    (manifest.leafOutputs === 1 || manifest.leafOutputs === manifest.outputs) &&
    ['mean', 'sum', 'softmax'].includes(String(manifest.combine)) &&
    (manifest.columnBits === 16 || manifest.columnBits === 32) &&
    isList(manifest.start, Number.isFinite) &&
    isList(manifest.cuts, isCount) &&
    isList(manifest.nodes, isCount)
  );
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function invalid(path: string, expected: string, cause?: unknown): Failure {
  return new Failure('FILE_INVALID', `artifact/${path}: expected ${expected}`, { cause });
}
