import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { startPageBackend, type BackendChoice, type StartOptions } from '@orangery/runner/browser';

/** Where the site serves what a worker's backends load; for every function that takes start options. */
export const startOptions: StartOptions = {
  wasmFiles: {
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
  },
};

/**
 * Starts what computes in this worker: WebGPU, WebGL, wasm or plain JavaScript, the first that works.
 * @throws Failure BACKEND_UNAVAILABLE
 */
export async function startBackend(): Promise<BackendChoice> {
  return startPageBackend(startOptions);
}
