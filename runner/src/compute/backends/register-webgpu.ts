import { tf } from '../tensorflow.ts';
import type { Registered } from './backend-entry.ts';
import type { OpenedDevice } from './webgpu-device.ts';
import { ErrorScopes } from './webgpu-errors.ts';

/** The class of tfjs-backend-webgpu. */
export type WebgpuBackendClass = new (device: object, info: object) => tf.KernelBackend;

/** Makes TensorFlow.js compute on an opened device, with its errors told. */
export function registerWebgpu(
  WebgpuBackend: WebgpuBackendClass,
  { device, info }: OpenedDevice,
): Registered {
  const faults = new ErrorScopes(device);
  class CheckedBackend extends WebgpuBackend {
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
    gpu: info.description || info.device || info.vendor,
    isImitated: isImitatedGpu(JSON.stringify(info)),
  };
}

/** Whether a graphics card's name is that of a program which imitates one. */
export function isImitatedGpu(name: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(name);
}
