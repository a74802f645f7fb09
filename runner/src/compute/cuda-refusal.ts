/** An NVIDIA card. */
export interface Gpu {
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  readonly memoryBytes: number;
  /** CUDA compute capability, `8.6`; absent where the driver does not tell. */
  readonly computeCapability?: number;
}

/** Newest generation that CUDA 11.2, which tfjs-node-gpu is built against, has kernels for. */
const newestGeneration = 8;

/** Why no card here can run tfjs-node-gpu; undefined when one can. */
export function cudaRefusal(gpus: readonly Gpu[]): string | undefined {
  if (gpus.length === 0) return 'no NVIDIA card is found';
  const fits = ({ computeCapability = 0 }: Gpu): boolean =>
    computeCapability < newestGeneration + 1;
  if (gpus.some(fits)) return undefined;
  const [{ name, computeCapability }] = gpus as readonly [Gpu, ...Gpu[]];
  return `${name} (compute capability ${computeCapability?.toFixed(1)}) is too new for its CUDA 11.2: webgpu runs on it`;
}
