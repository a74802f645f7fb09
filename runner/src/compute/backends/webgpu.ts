import { loadAddOn } from './add-on.ts';
import type { BackendEntry } from './backend-entry.ts';
import { registerWebgpu, type WebgpuBackendClass } from './register-webgpu.ts';
import { requestDevice } from './webgpu-device.ts';

/** WGSL shaders on any GPU with a Vulkan, Metal or D3D12 driver, by Dawn from the package `webgpu`. */
export const webgpu: BackendEntry = {
  name: 'webgpu',
  reason: 'WebGPU on the graphics card, no CUDA needed',
  engineName: 'webgpu',
  packages: ['webgpu@0.6.2', '@tensorflow/tfjs-backend-webgpu@4.22.0'],
  register: async (options) => {
    const WebGpuBackend = readBackend(loadAddOn('@tensorflow/tfjs-backend-webgpu', options));
    return registerWebgpu(WebGpuBackend, await requestDevice(options));
  },
  refusal: () => 'its engine refused to start',
};

function readBackend(addOn: unknown): WebgpuBackendClass {
  if (typeof addOn === 'object' && addOn !== null && 'WebGPUBackend' in addOn) {
    const { WebGPUBackend } = addOn;
    if (typeof WebGPUBackend === 'function') return WebGPUBackend as WebgpuBackendClass;
  }
  throw new Error('@tensorflow/tfjs-backend-webgpu has no WebGPUBackend; 4.22.0 was expected');
}
