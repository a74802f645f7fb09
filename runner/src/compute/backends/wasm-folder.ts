import { nodeModules } from './node-modules.ts';

/** Folder of the `.wasm` files in the installed package; undefined in a page, where tfjs looks beside the script. */
export function wasmFolderInPackage(): string | undefined {
  const node = nodeModules();
  if (node === undefined) return undefined;
  const require = node.module.createRequire(import.meta.url);
  return node.path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'));
}
