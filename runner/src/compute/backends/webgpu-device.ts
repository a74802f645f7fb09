import { loadAddOn } from './add-on.ts';
import type { StartOptions } from './backend-entry.ts';

/** What the `webgpu` package gives, as far as it is used here (https://gpuweb.github.io/gpuweb). */
interface Dawn {
  create(flags: readonly string[]): Gpu;
  readonly globals: object;
}
export interface Gpu {
  requestAdapter(options: object): Promise<Adapter | null>;
}
interface Adapter {
  readonly info: AdapterInfo;
  readonly limits: Readonly<Record<string, number>>;
  requestDevice(options: object): Promise<Device>;
}
export interface Device {
  pushErrorScope(kind: string): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
}
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
}

export interface OpenedDevice {
  readonly device: Device;
  readonly info: AdapterInfo;
}

/** Otherwise Dawn grants the least that the standard promises. */
const raisedLimits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
];

/**
 * The graphics card that Dawn likes best. Leaves `navigator.gpu` and WebGPU's classes behind, where
 * TensorFlow.js looks for them; the former also keeps Dawn from being collected while it works.
 * @throws MissingAddOn, or Error where no driver is found
 */
export async function requestDevice(options: StartOptions): Promise<OpenedDevice> {
  const { create, globals } = readDawn(loadAddOn('webgpu', options));
  const gpu = create([]);
  const opened = await openDevice(gpu);
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  return opened;
}

/** @throws Error where no driver is found */
export async function openDevice(gpu: Gpu): Promise<OpenedDevice> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('no Vulkan, Metal or D3D12 driver of a GPU is found');
  const requiredLimits = Object.fromEntries(
    raisedLimits.map((name) => [name, adapter.limits[name]]),
  );
  const device = await adapter.requestDevice({ requiredLimits });
  const { vendor, architecture, device: name, description } = adapter.info;
  return { device, info: { vendor, architecture, device: name, description } };
}

function readDawn(addOn: unknown): Dawn {
  const isObject = typeof addOn === 'object' && addOn !== null; // a namespace has no prototype
  if (isObject && 'create' in addOn && 'globals' in addOn) return addOn as Dawn;
  throw new Error('the package webgpu has no create and globals; 0.6.2 was expected');
}
