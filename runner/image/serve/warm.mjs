// Compiles what a start loads, so that it is read from a cache in the image: `cli/bin/orangery.mjs` looks there.
import { chmodSync, readdirSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);
const cache = fileURLToPath(new URL('node_modules/.cache/orangery', root));
const verbs = ['serve', 'train', 'benchmark'].map((verb) => `cli/src/verbs/${verb}.ts`);
const backends = ['@tensorflow/tfjs-backend-wasm', 'onnxruntime-node', 'sharp'];

module.enableCompileCache(cache);
for (const path of ['cli/src/program.ts', 'runner/src/inference/load-predictor.ts', ...verbs]) {
  await import(new URL(path, root));
}
for (const name of backends) await import(name);
module.flushCompileCache();
// files of the cache are its owner's alone otherwise, and root owns them in the image
for (const entry of readdirSync(cache, { recursive: true, withFileTypes: true })) {
  if (entry.isFile()) chmodSync(`${entry.parentPath}/${entry.name}`, 0o444);
}
