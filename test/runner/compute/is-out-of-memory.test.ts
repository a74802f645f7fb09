import { expect, it } from 'vitest';
import { isOutOfMemory } from '../../../runner/src/compute/is-out-of-memory.ts';

it.each([
  ['wasm, V8', new RangeError('Array buffer allocation failed')],
  ['wasm, memory', new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded')],
  ['wasm, emscripten', new Error('Aborted(). Build with -sASSERTIONS for more info.')],
  ['wasm, emscripten with assertions', new Error('Aborted(OOM)')],
  ['wasm, after it', new Error('memory access out of bounds')],
  ['cpu', new RangeError('Invalid typed array length: 9999999999')],
  [
    'tensorflow',
    new Error(
      'Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[256,1024,1024] and type float',
    ),
  ],
  ['tensorflow-gpu', new Error('CUDA_ERROR_OUT_OF_MEMORY: out of memory')],
  [
    'webgpu, a buffer',
    new Error('WebGPU: validation: Buffer size (4294967296) exceeds the max buffer size limit'),
  ],
  ['webgpu, a device', new Error('WebGPU: out-of-memory: Failed to allocate memory')],
  ['one within another', new Error('trial 3', { cause: new Error('std::bad_alloc') })],
])('memory is used up: %s', (_, error) => {
  expect(isOutOfMemory(error)).toBe(true);
});

it.each([
  ['a wrong shape', new Error('Shapes can not be broadcast')],
  ['an index', new RangeError('offset is out of bounds')],
  ['a missing kernel', new Error("Kernel 'Einsum' not registered for backend 'wasm'")],
  ['no error', 'out of memory'],
])('memory is not used up: %s', (_, error) => {
  expect(isOutOfMemory(error)).toBe(false);
});
