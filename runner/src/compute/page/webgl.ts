import type { BackendEntry } from '../backends/backend-entry.ts';
import { isImitatedGpu } from '../backends/register-webgpu.ts';
import { tf } from '../tensorflow.ts';

/** WebGL 2 of the browser, on a canvas that is never seen. */
export const webgl: BackendEntry = {
  name: 'webgl',
  reason: 'WebGL on the graphics card',
  engineName: 'webgl',
  packages: [],
  register: async () => {
    const gpu = nameOfGpu();
    await import('@tensorflow/tfjs-backend-webgl');
    // some phones compute with 16 bits: other answers than the server's
    if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
      throw new Error(`${gpu} does not compute with 32-bit numbers`);
    }
    return { library: `tfjs ${tf.version_core}, webgl`, gpu, isImitated: isImitatedGpu(gpu) };
  },
  refusal: () => 'its engine refused to start',
};

/** @throws Error where there is no WebGL 2 */
function nameOfGpu(): string {
  const hasCanvas = typeof OffscreenCanvas === 'function';
  const context = hasCanvas ? new OffscreenCanvas(1, 1).getContext('webgl2') : null;
  if (context === null) throw new Error('this browser has no WebGL 2 for workers');
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = names && context.getParameter(names.UNMASKED_RENDERER_WEBGL);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' ? name : 'a graphics card';
}
