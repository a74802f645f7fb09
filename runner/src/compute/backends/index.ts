import type { BackendEntry } from './backend-entry.ts';
import { cpu } from './cpu.ts';
import { tensorflowGpu } from './tensorflow-gpu.ts';
import { tensorflow } from './tensorflow.ts';
import { wasm } from './wasm.ts';
import { webgpu } from './webgpu.ts';

/** Every backend, the one that is probably fastest first. */
export const backends: readonly BackendEntry[] = [tensorflowGpu, tensorflow, webgpu, wasm, cpu];
