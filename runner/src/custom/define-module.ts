import type { ClassifierDefinition, FilesDefinition, ModuleFile } from './definition.ts';
import type { PlainValue } from './wire/values.ts';

/**
 * Says what a module's code does; the default export of `module.ts`. It changes nothing: it is here
 * so that an editor knows the types.
 */
export function defineModule<Model, Saved extends PlainValue>(
  definition: ClassifierDefinition<Model, Saved>,
): ClassifierDefinition<Model, Saved>;
export function defineModule<Model, Saved extends PlainValue, Example = ModuleFile>(
  definition: FilesDefinition<Model, Saved, Example>,
): FilesDefinition<Model, Saved, Example>;
export function defineModule(definition: unknown): unknown {
  return definition;
}
