/** Modules of what others made: reads files, asks registries, writes folders. Not for the browser. */
export { makeModule, type MadeModule } from './ai4/make-module.ts';
export { moduleIdOf } from './ai4/module-id-of.ts';
export { readAi4, type Ai4Reading } from './ai4/read-ai4.ts';
export { createImageResolver, type ResolvedImage } from './registry/resolve-image.ts';
export { fetchMetadata, type FoundMetadata } from './sources/fetch-metadata.ts';
export { findMetadata, type FoundPath } from './sources/find-metadata.ts';
export { writeModule } from './sources/write-module.ts';
