export { converge, type MachinesWorld } from './converge.ts';
export { endMachines, keepMachines, type KeepOrder, type Paces } from './keep-machines.ts';
export { jobsOfMachines, machineStates, type MachineState } from './machine-states.ts';
export { openRegistry } from './octokit-registry.ts';
export { isNameOf, machineName, planMachines, type MachineStep } from './plan-machines.ts';
export type { MachineRegistry, Registration } from './registry.ts';
