/** Containers of modules: their images, their servers, and what these say. */
export type { ContainerImages, ContainerOptions } from './container-options.ts';
export { containerModules, openContainers, type OpenContainers } from './open-containers.ts';
