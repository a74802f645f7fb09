import { recordText } from '@orangery/schemas';
import type { NewModule } from '../new-module.ts';
import type { ImportedGraph } from './import-onnx.ts';

export interface PlacedGraph {
  readonly imported: ImportedGraph;
  /** Of the ONNX file; without them the weights are published elsewhere. */
  readonly weights: Uint8Array | null;
  /** Its folder, as commands are given it. */
  readonly folder: string;
  /** What commands call it. */
  readonly name: string;
  readonly isLarge: boolean;
}

/** An imported graph as a folder to be written. */
export function moduleOfGraph(placed: PlacedGraph): NewModule {
  const { imported, weights, folder, name, isLarge } = placed;
  const { frontMatter, card, artifact, golden, sample } = imported;
  const files = new Map(sample.files);
  const addRecord = (path: string, record: object): void => {
    files.set(path, new TextEncoder().encode(recordText(record, path)));
  };
  if (weights !== null) {
    files.set('artifact/model.onnx', weights);
    addRecord('artifact/artifact.json', artifact);
  }
  if (golden !== null) addRecord('golden.json', golden);
  // what lies outside of modules/ for its size is no module of the catalogue, which validation checks
  const checks = isLarge ? [] : [`orangery validate ${folder}`];
  const next = [...checks, `orangery test ${name}`, `orangery serve ${name}`];
  return { frontMatter, card, files, isLarge, next };
}
