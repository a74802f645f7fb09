import type { ModuleFrontMatter } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { trustWord } from './trust-word.ts';

type Dataset = NonNullable<ModuleFrontMatter['dataset']>;

/** The model card of a child before its first training; its owner writes the rest. */
export function childCard(id: string, parent: Module, { link, description }: Dataset): string {
  const { title, version } = parent.frontMatter;
  const trust = trustWord(parent.files);
  return `## What it does

What [${title}](../${parent.id}/module.md) ${version} does, learnt from other data.

## Its data

\`${link}\` is a placeholder, so that everything works at once${description === undefined ? '.' : `: ${description.trim()}`}
Write a link to yours into \`dataset.link\` above and into \`training/first.yml\`.

## How to train it

\`\`\`sh
npx orangery train --request modules/${id}/training/first.yml --out modules/${id}${trust}
\`\`\`

trains as \`training/first.yml\` says, and leaves weights, receipt and golden test here.

## How to try it

\`\`\`sh
npx orangery serve ${id}${trust}
\`\`\`

## Known limits

It knows only what its data shows.`;
}
