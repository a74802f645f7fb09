export { generateModule, generatedId, type GeneratedModule } from './module-text.ts';
export { writeGeneratedModule, writeGeneratedRoot } from './write-root.ts';
