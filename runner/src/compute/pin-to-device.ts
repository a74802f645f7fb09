/** What a worker process may compute on: one NVIDIA card, or one processor core. */
export type Device =
  { readonly gpu: number; readonly core?: never } | { readonly core: number; readonly gpu?: never };

export interface Pin {
  /** Put before the program and its arguments: `['taskset', '-c', '3']`; may be empty. */
  readonly prefix: readonly string[];
  /** Added to the worker's environment; read by its libraries when they are loaded. */
  readonly env: Readonly<Record<string, string>>;
}

const quiet = { TF_CPP_MIN_LOG_LEVEL: '2' };
const oneThread = {
  OMP_NUM_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  TF_NUM_INTRAOP_THREADS: '1',
};

/**
 * How to start a worker so that it keeps to its device and parallel workers do not take each other's
 * time. A card is named by its index of `nvidia-smi`; it is shared by memory as needed.
 * @param taskset path of the program of that name, when it is there
 */
export function pinToDevice(device: Device, taskset: string | undefined): Pin {
  if (device.gpu !== undefined) {
    const env = {
      ...quiet,
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID', // nvidia-smi counts so; CUDA puts the fastest first
      CUDA_VISIBLE_DEVICES: String(device.gpu),
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    };
    return { prefix: [], env };
  }
  const prefix = taskset === undefined ? [] : [taskset, '-c', String(device.core)];
  return { prefix, env: { ...quiet, ...oneThread, CUDA_VISIBLE_DEVICES: '-1' } };
}
