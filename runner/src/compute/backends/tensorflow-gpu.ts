import { registerTensorFlow } from './native-tensorflow.ts';
import type { BackendEntry } from './backend-entry.ts';

/** TensorFlow's C library on CUDA 11.2 and cuDNN 8.1, through `@tensorflow/tfjs-node-gpu`. */
export const tensorflowGpu: BackendEntry = {
  name: 'tensorflow-gpu',
  reason: 'the TensorFlow library on CUDA',
  engineName: 'tensorflow',
  packages: ['@tensorflow/tfjs-node-gpu@4.22.0'],
  register: async (options) => {
    const { library, isOnGpu } = await registerTensorFlow('@tensorflow/tfjs-node-gpu', options);
    // without CUDA the library computes on the processor and says nothing
    if (!isOnGpu) throw new Error('its library finds no GPU: it needs CUDA 11.2 and cuDNN 8.1');
    return { library };
  },
  refusal: () => 'its engine refused to start',
};
