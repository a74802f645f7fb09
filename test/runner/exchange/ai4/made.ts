import type { Module } from '@orangery/schemas/files';
import { makeModule } from '../../../../runner/src/exchange/ai4/make-module.ts';
import { readAi4 } from '../../../../runner/src/exchange/ai4/read-ai4.ts';
import { ai4Document } from '../../../../runner/src/exchange/ai4-metadata.ts';
import type { ExchangedModule } from '../../../../runner/src/exchange/index.ts';

/** The module that a text makes, as it would lie in its folder. */
export function madeOf(text: string, id = 'made'): Module {
  const reading = readAi4(text, 'ai4-metadata.yml');
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.problems));
  const { frontMatter, card } = makeModule(reading, { id, image: reading.image });
  return moduleOf({ id, frontMatter, card });
}

export function moduleOf(parts: Pick<Module, 'id' | 'frontMatter' | 'card'>): Module {
  return {
    ...parts,
    ...{ folder: `/modules/${parts.id}`, artifact: null, golden: null },
    ...{ receipts: [], reports: [], files: ['module.md'] },
  };
}

/** A module of a machine that publishes nothing. */
export function unpublishedOf(module: Module): ExchangedModule {
  return { module, catalogue: 'Garden', address: undefined, repository: undefined };
}

/** What is written of a module, without the name that it has here. */
export function exportedOf(module: Module): Readonly<Record<string, unknown>> {
  const { id: _, ...document } = ai4Document(unpublishedOf(module));
  return document;
}
