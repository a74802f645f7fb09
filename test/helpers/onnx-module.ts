import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashBytes, hashRecord, type Artifact, type ModuleFrontMatter } from '@orangery/schemas';
import { stringify } from 'yaml';
import { loadOnnx } from '../../runner/src/inference/onnx/load-onnx.ts';
import { readValidModule } from '../../runner/src/inference/load-module.ts';
import type { Predictor } from '../../runner/src/inference/predictor.ts';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

/** Where the graphs of the tests are. */
export const onnxFixtures = join(import.meta.dirname, '../fixtures/onnx');

/** What a module says of its graph. */
export type Declared = Pick<ModuleFrontMatter, 'inputs' | 'outputs' | 'preprocessing'>;

/** A module of runtime onnx around a graph: the name of a fixture, or its bytes. */
export async function onnxModule(graph: string | Uint8Array, declared: Declared): Promise<string> {
  const bytes =
    typeof graph === 'string' ? await readFile(join(onnxFixtures, `${graph}.onnx`)) : graph;
  const file = { path: 'model.onnx', sha256: hashBytes(bytes), bytes: bytes.length };
  const artifact: Artifact = { schema: 'artifact/1', format: 'onnx', files: [file] };
  const frontMatter: ModuleFrontMatter = {
    ...{ schema: 'module/2', title: 'Foreign graph', version: '1.0.0', license: 'CC0-1.0' },
    ...{ summary: 'A graph that another framework wrote.', authors: [], maintainers: [] },
    ...{ tasks: ['classification'], kind: 'module', runtime: 'onnx' },
    artifact: { sha256: hashRecord(artifact), bytes: bytes.length },
    ...declared,
  };
  const root = await tempFolder({
    'foreign-graph/module.md': `---\n${stringify(frontMatter)}---\nCard.\n`,
    'foreign-graph/artifact/artifact.json': `${JSON.stringify(artifact)}\n`,
    'foreign-graph/artifact/model.onnx': bytes,
  });
  return join(root, 'foreign-graph');
}

/** The same, loaded; let go of when the test ends. */
export async function onnxPredictor(
  graph: string | Uint8Array,
  declared: Declared,
): Promise<Predictor> {
  const predictor = await loadOnnx(await readValidModule(await onnxModule(graph, declared)));
  onTestFinished(() => predictor.dispose());
  return predictor;
}
