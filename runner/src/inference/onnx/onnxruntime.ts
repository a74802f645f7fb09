import { Failure } from '@orangery/schemas';
import type * as onnxruntime from 'onnxruntime-node';

/** What is used of it; onnxruntime-web has the same. */
export type Onnxruntime = Pick<typeof onnxruntime, 'InferenceSession' | 'Tensor'>;

/**
 * onnxruntime, loaded when a module first needs it: it has no binary for some machines, and is 45 MB.
 * @throws Failure BACKEND_UNAVAILABLE
 */
export async function loadOnnxruntime(
  load: () => Promise<typeof onnxruntime> = async () => import('onnxruntime-node'),
): Promise<typeof onnxruntime> {
  try {
    const runtime = await load();
    // else it tells on standard error which devices it did not find
    runtime.env.logLevel = 'error';
    return runtime;
  } catch (cause) {
    const found = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause);
    throw new Failure(
      'BACKEND_UNAVAILABLE',
      `onnxruntime does not load on ${process.platform} ${process.arch}: ${found}`,
      {
        cause,
        hint: 'Run npm install without --omit=optional, on Linux (x64, arm64; with glibc), macOS (arm64) or Windows.',
      },
    );
  }
}
