import { tf } from '../tensorflow.ts';
import { loadAddOn } from './add-on.ts';
import { requestDevice } from './webgpu-device.ts';
import { ErrorScopes } from './webgpu-errors.ts';
import type { BackendEntry } from './backend-entry.ts';

/** WGSL shaders on any GPU with a Vulkan, Metal or D3D12 driver, by Dawn from the package `webgpu`. */
export const webgpu: BackendEntry = {
  name: 'webgpu',
  reason: 'WebGPU on the graphics card, no CUDA needed',
  engineName: 'webgpu',
  packages: ['webgpu@0.6.2', '@tensorflow/tfjs-backend-webgpu@4.22.0'],
  register: async (options) => {
    const WebGpuBackend = readBackend(loadAddOn('@tensorflow/tfjs-backend-webgpu', options));
    const { device, info } = await requestDevice(options);
    const faults = new ErrorScopes(device);
    class CheckedBackend extends WebGpuBackend {
      /** What a shader that failed leaves behind must not pass for a result. */
      override async read(dataId: object): Promise<tf.backend_util.BackendValues> {
        const reading = super.read(dataId); // submits all that was asked for so far
        const [values, fault] = await Promise.all([reading, faults.next()]);
        if (fault !== undefined) throw new Error(`WebGPU: ${fault}`);
        return values;
      }
    }
    // the package registers itself where it finds navigator.gpu
    if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
    tf.registerBackend('webgpu', () => new CheckedBackend(device, info));
    return {
      library: `tfjs ${tf.version_core}, webgpu`,
      gpu: info.description || info.device,
      isImitated: /swiftshader|llvmpipe|lavapipe|software/i.test(JSON.stringify(info)),
    };
  },
  refusal: () => 'its engine refused to start',
};

type BackendClass = new (device: object, info: object) => tf.KernelBackend;

function readBackend(addOn: unknown): BackendClass {
  if (typeof addOn === 'object' && addOn !== null && 'WebGPUBackend' in addOn) {
    const { WebGPUBackend } = addOn;
    if (typeof WebGPUBackend === 'function') return WebGPUBackend as BackendClass;
  }
  throw new Error('@tensorflow/tfjs-backend-webgpu has no WebGPUBackend; 4.22.0 was expected');
}
