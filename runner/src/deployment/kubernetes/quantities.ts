import type { Resources } from '../wanted-stage.ts';

const units = [
  ['Gi', 1024 ** 3],
  ['Mi', 1024 ** 2],
  ['Ki', 1024],
] as const;

/**
 * What a container asks for and gets at most, the same, so that it is never ended for what others
 * use. Quantities are in the form that a cluster gives back: written differently each look would find a change.
 */
export function resourceLimits({ cpu, memoryBytes, gpu }: Resources): {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
} {
  const quantities = {
    cpu: cpuQuantity(cpu),
    memory: memoryQuantity(memoryBytes),
    ...(gpu > 0 && { 'nvidia.com/gpu': String(gpu) }),
  };
  // two objects: YAML would write a reference to one
  return { requests: { ...quantities }, limits: quantities };
}

/** `2`, `1500m`: thousandths are the smallest part there is. */
function cpuQuantity(cpu: number): string {
  // 0.07 * 1000 is a little more than 70
  const thousandths = Math.ceil(Number((cpu * 1000).toFixed(6)));
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}

function memoryQuantity(bytes: number): string {
  const [unit, size] = units.find(([, unitBytes]) => bytes % unitBytes === 0) ?? ['', 1];
  return `${bytes / size}${unit}`;
}
