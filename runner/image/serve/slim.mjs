// `node slim.mjs <node_modules>`: removes what no server loads; ../README.md says how much each is.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const packages = process.argv[2];
const { platform, arch } = process;

/** Paths are relative to node_modules. */
const unneeded = [
  // onnxruntime for other machines
  (path) =>
    /^onnxruntime-node\/bin\/napi-v\d+\/\w+\/\w+\//.test(path) &&
    !path.includes(`/${platform}/${arch}/`),
  // TensorFlow.js as it is for bundlers and pages: Node loads `main`, one file with all of a package
  (path) =>
    /^@tensorflow\/tfjs-[\w-]+\/(dist|src)\//.test(path) &&
    !/\/dist\/(tf-[\w-]+\.node\.js|[\w-]+\.wasm)$/.test(path),
  // source maps and type declarations
  (path) => /(\.map|\.d\.[cm]?ts)$/.test(path),
];

for (const entry of readdirSync(packages, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  const inPackages = path.slice(packages.length + 1);
  if (entry.isFile() && unneeded.some((isUnneeded) => isUnneeded(inPackages))) rmSync(path);
}
