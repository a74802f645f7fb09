export { addSingaAutoPaths, type SingaAutoOptions } from './singa-auto.ts';
