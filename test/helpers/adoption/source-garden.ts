import { join } from 'node:path';
import { git } from '../github/contribution.ts';
import { tempFolder } from '../temp-folder.ts';
import { commit, edit } from './upstream.ts';

/** A `module.md` whose words are found again wherever they are written. */
export function moduleText(word: string, ...lines: readonly string[]): string {
  return `---
schema: module/2
title: The ${word} module
summary: Says ${word} of whatever it is shown, for a test of who may see it.
version: 1.0.0
license: Apache-2.0
authors: [{ name: Author ${word} }]
maintainers: []
tasks: [image-classification]
kind: module
runtime: tfjs
recipe: image-classification
tags: [tag-${word}]
changelog: [{ version: 1.0.0, date: '2026-11-01', changes: First ${word}. }]
${lines.map((line) => `${line}\n`).join('')}---

A card that speaks of ${word}.
`;
}

/** Words of modules that nobody but insiders may read. */
export const privateWords = ['quillwort', 'bladdernut', 'toothwort'];
export const publicWords = ['snowdrop', 'harebell'];

export interface SourceGarden {
  /** The marketplace. */
  readonly root: string;
  /** Repositories that it names. */
  readonly open: string;
  readonly closed: string;
}

/**
 * A marketplace with a public and a private module, which names two repositories: a public one that holds a public and
 * a private module, and a private one.
 */
export async function sourceGarden(): Promise<SourceGarden> {
  const [own, theirs] = publicWords;
  const [hidden, hiddenThere, hiddenAll] = privateWords;
  const folder = await tempFolder();
  const [root, open, closed] = ['root', 'open', 'closed'].map((name) => join(folder, name));
  await plant(open!, {
    [`modules/${theirs}/module.md`]: moduleText(theirs!, `parent: { id: ${own}, version: 1.0.0 }`),
    [`modules/${hiddenThere}/module.md`]: moduleText(hiddenThere!, 'visibility: private'),
  });
  await plant(closed!, { [`modules/${hiddenAll}/module.md`]: moduleText(hiddenAll!) });
  await plant(root!, {
    'orangery.config.yml': `schema: configuration/2
title: Garden
site: https://garden.example.org
base: /g
repositories: { catalogue: garden/orangery }
sources:
  - { name: open, link: ../open, visibility: public }
  - { name: closed, link: '${closed}', ref: main, visibility: private }
`,
    [`modules/${own}/module.md`]: moduleText(own!),
    [`modules/${hidden}/module.md`]: moduleText(hidden!, 'visibility: private'),
  });
  return { root: root!, open: open!, closed: closed! };
}

async function plant(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await edit(folder, files);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commit(folder, 'Begin');
}
