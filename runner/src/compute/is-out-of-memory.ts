/**
 * What the backends say when memory is used up: V8 and the buffers of `cpu`, emscripten's heap of
 * `wasm`, TensorFlow's allocators, WebGPU's devices.
 */
const complaints: readonly RegExp[] = [
  /array buffer allocation failed/i,
  /invalid (typed )?array (buffer )?length/i,
  /memory\.grow\(\)/i,
  /(cannot|can't) enlarge memory/i,
  /\baborted\((oom)?\)/i,
  // an address of a block that was not given: what wasm kernels do after that
  /memory access out of bounds/i,
  /could not allocate memory/i,
  /\bout of memory\b/i,
  /\boom when allocating\b/i,
  /\bbad_alloc\b/i,
  /\bfailed to allocate\b/i,
  /cuda_error_out_of_memory|resource_exhausted|resource exhausted/i,
  /gpuoutofmemoryerror/i,
  /larger than the (max(imum)? )?buffer size|exceeds the max buffer size/i,
];

/**
 * Whether a backend failed for want of memory, so that a smaller batch may pass. `restartBackend` must
 * be called before it is tried.
 */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const text = `${error.name}: ${error.message}`;
  return complaints.some((complaint) => complaint.test(text)) || isOutOfMemory(error.cause);
}
