export { gardenNames } from './garden/garden-names.ts';
export { gardenPeople } from './garden/garden-options.ts';
export { machineKey, type MachineKey } from './garden/machine-key.ts';
export { startGarden, type Garden, type GardenOrder } from './garden/start-garden.ts';
