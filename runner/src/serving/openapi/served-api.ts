import type { ServedModel } from '../served-model.ts';

/** What an OpenAPI document is made of. */
export interface ServedApi {
  /** As they are now. */
  readonly models: readonly ServedModel[];
  readonly basePath: string;
  /** Whether predictions are for callers with a key. */
  readonly needsKeys: boolean;
  readonly hasPredict: boolean;
  readonly hasTrain: boolean;
  readonly hasDoc: boolean;
}
