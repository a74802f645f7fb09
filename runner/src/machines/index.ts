export { type MachineContainer } from './list-machines.ts';
export {
  openMachineEngine,
  type MachineEngine,
  type MachineEngineOrder,
} from './machine-engine.ts';
export { settingsOf, workFolder, type MachineLimits, type MachinesOrder } from './machines-file.ts';
