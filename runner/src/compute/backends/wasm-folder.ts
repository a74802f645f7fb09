/**
 * Folder of the `.wasm` files in the installed package; undefined in a page, where tfjs looks beside
 * the script. Built-ins are asked for at run time, since a page's bundle must not import them.
 */
export function wasmFolderInPackage(): string | undefined {
  const isNode = typeof process === 'object' && process.versions?.node !== undefined;
  if (!isNode) return undefined;
  const { createRequire } = process.getBuiltinModule('node:module');
  const { dirname } = process.getBuiltinModule('node:path');
  return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
}
