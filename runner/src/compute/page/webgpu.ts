import type { BackendEntry } from '../backends/backend-entry.ts';
import { registerWebgpu, type WebgpuBackendClass } from '../backends/register-webgpu.ts';
import { openDevice, type Gpu } from '../backends/webgpu-device.ts';

/** A browser that asks for a driver without end must not hold up the others. */
const limitMs = 5_000;

/** WebGPU of the browser. */
export const webgpuOfPage: BackendEntry = {
  name: 'webgpu',
  reason: 'WebGPU on the graphics card',
  engineName: 'webgpu',
  packages: [],
  register: async () => {
    const { gpu } = globalThis.navigator as { readonly gpu?: Gpu };
    if (gpu === undefined) throw new Error('this browser has no WebGPU');
    const opened = await inTime(openDevice(gpu));
    const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
    return registerWebgpu(WebGPUBackend as unknown as WebgpuBackendClass, opened);
  },
  refusal: () => 'its engine refused to start',
};

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no device after ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
