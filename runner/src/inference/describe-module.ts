import type { Module } from '@orangery/schemas/files';
import type { PredictorDescription } from './predictor.ts';

/** What a module says of itself. */
export type ModuleDescription = Pick<
  PredictorDescription,
  'id' | 'version' | 'title' | 'summary' | 'license' | 'authors'
>;

export function describeModule({
  id,
  frontMatter,
}: Pick<Module, 'id' | 'frontMatter'>): ModuleDescription {
  const { version, title, summary, license, authors } = frontMatter;
  return { id, version, title, summary, license, authors: authors.map(({ name }) => name) };
}
