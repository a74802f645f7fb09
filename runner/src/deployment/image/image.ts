import type { HostWorld } from '../host/materialise.ts';

/** An image on this engine. */
export interface Image {
  /** `sha256:…`, as containers are started from it. */
  readonly id: string;
  /** Of the tool that is in it. */
  readonly commit: string;
  /** SHA-256 of what it is made of: the same for images of other machines that are as good. */
  readonly content: string;
  /** What is in it, as CycloneDX JSON. */
  readonly sbom: string;
}

/** What building an image needs of its surroundings. */
export type ImageWorld = Pick<HostWorld, 'signal' | 'logger' | 'env'>;

/** What images are built on, and how. */
export interface ImageBases {
  /** That our own stand on; the official one of Node when absent. */
  readonly base?: string;
  /** Network of builds, where the engine's own does not reach the npm registry. */
  readonly network?: string;
}
