export type { Image, ImageBases, ImageWorld } from './image.ts';
export { moduleImage, type ModuleImageOrder } from './module-image.ts';
export { pushImage, type PushedImage } from './push-image.ts';
export { serveImage, type ServeImageOrder } from './serve-image.ts';
export { versionImage } from './version-image.ts';
