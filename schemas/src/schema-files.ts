import { join } from 'node:path';
import { schemaNames } from './record.ts';

/** A JSON Schema as it lies in `json/`. */
export interface SchemaFile {
  /** What other schemas refer to it by, such as `module.schema.json`. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

/** Every JSON Schema, sorted by name. */
export function schemaFiles(): readonly SchemaFile[] {
  const folder = join(import.meta.dirname, '..', 'json');
  const records = Object.keys(schemaNames).map((name) =>
    name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  );
  return ['common', ...records].sort().map((record) => {
    const name = `${record}.schema.json`;
    return { name, path: join(folder, name) };
  });
}
