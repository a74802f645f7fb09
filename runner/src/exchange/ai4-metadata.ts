import { portableYaml } from '@orangery/schemas';
import { fields } from './ai4/fields.ts';
import { isRecord, isText, keptOf } from './ai4/field.ts';
import { withKept } from './ai4/kept.ts';
import type { ExchangedModule } from './exchanged-module.ts';

/**
 * ai4-metadata.yml of a module (schema 2.x, https://docs.ai4os.eu/projects/ai4-metadata). Of one that was
 * imported it says what its file said, as far as the module still is what it was made.
 */
export function ai4Metadata(exchanged: ExchangedModule): string {
  return portableYaml(ai4Document(exchanged));
}

/** The same before it is text. */
export function ai4Document(exchanged: ExchangedModule): Readonly<Record<string, unknown>> {
  const { frontMatter, card } = exchanged.module;
  const kept = keptOf(frontMatter);
  const document: Record<string, unknown> = {
    metadata_version: versionOf(kept?.metadata_version),
    id: exchanged.module.id,
  };
  for (const { path, write } of fields) {
    const value = write(exchanged);
    if (value !== undefined) put(document, path, value);
  }
  return kept === undefined ? document : withKept(document, kept, { frontMatter, card });
}

const writtenVersion = '2.0.0';

/** Some files of the form of 2.x say that they are 1.0.0. */
function versionOf(kept: unknown): string {
  return isText(kept) && /^2\.[0-3]\.\d+$/.test(kept) ? kept : writtenVersion;
}

function put(document: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name, ...below] = path;
  if (below.length === 0) document[name!] = value;
  else {
    const holder = document[name!];
    const copy = isRecord(holder) ? { ...holder } : {};
    put(copy, below, value);
    document[name!] = copy;
  }
}
