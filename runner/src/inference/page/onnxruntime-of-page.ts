import { Failure } from '@orangery/schemas';
import type { Onnxruntime } from '../onnx/onnxruntime.ts';

/**
 * onnxruntime-web, which computes on the processor as the server does.
 * @param wasmUrl where its one `.wasm` file is served
 * @throws Failure BACKEND_UNAVAILABLE
 */
export async function onnxruntimeOfPage(wasmUrl: string): Promise<Onnxruntime> {
  try {
    const runtime = await import('onnxruntime-web/wasm');
    const { env } = runtime;
    env.logLevel = 'error';
    // threads need headers that a static host does not send
    Object.assign(env.wasm, { numThreads: 1, proxy: false, wasmPaths: { wasm: wasmUrl } });
    return runtime;
  } catch (cause) {
    const found = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause);
    throw new Failure(
      'BACKEND_UNAVAILABLE',
      `onnxruntime does not load in this browser: ${found}`,
      {
        cause,
      },
    );
  }
}
