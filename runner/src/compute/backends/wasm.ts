import { registerWasmKernels } from '../kernels/register-wasm-kernels.ts';
import { tf } from '../tensorflow.ts';
import { wasmFolderInPackage } from './wasm-folder.ts';
import type { BackendEntry } from './backend-entry.ts';

/** XNNPACK compiled to WebAssembly, with the gradient kernels it lacks: nothing to install. */
export const wasm: BackendEntry = {
  name: 'wasm',
  reason: 'WebAssembly, nothing to install',
  engineName: 'wasm',
  packages: [],
  register: async ({ wasmFiles, wasmFolder = wasmFolderInPackage() }) => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    if (wasmFiles !== undefined) setWasmPaths({ ...wasmFiles });
    else if (wasmFolder !== undefined) setWasmPaths(withSlash(wasmFolder));
    registerWasmKernels();
    return { library: `tfjs ${tf.version_core}` };
  },
  refusal: ({ wasmFolder = wasmFolderInPackage() ?? 'the folder of the script' }) =>
    `its files could not be loaded from ${wasmFolder}`,
};

function withSlash(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}
