import type { ModuleFrontMatter } from '@orangery/schemas';

/** A module before it is written. */
export interface NewModule {
  readonly frontMatter: ModuleFrontMatter;
  /** Markdown. */
  readonly card: string;
  /** Further files of the folder, by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What its maker does next, a command each; they work at once. */
  readonly next: readonly string[];
  /** Whether it may be larger than Git takes, in a folder that Git ignores. */
  readonly isLarge?: boolean;
  /** Adds to the folder what only the module itself can tell, before it is put in its place. */
  readonly complete?: (folder: string) => Promise<void>;
}

/** What somebody says of a module that is to be made. */
export interface NewModuleFacts {
  readonly id: string;
  /** Its folder, as commands are given it. */
  readonly folder: string;
  /** What commands call it: its id, or its folder where that is not in `modules/`. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** SPDX. */
  readonly license: string;
  readonly authors: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** The front matter that every new module begins with. */
export function commonFields(
  { title, summary, license, authors, today }: NewModuleFacts,
  tasks: readonly string[],
): Omit<ModuleFrontMatter, 'kind' | 'runtime'> {
  return {
    schema: 'module/2',
    ...{ title, summary, version: '1.0.0', license },
    authors: authors.map((name) => ({ name })),
    maintainers: [],
    tasks: [...tasks],
    status: 'active',
    dates: { created: today, updated: today },
    changelog: [{ version: '1.0.0', date: today, changes: 'First version.' }],
  };
}

/** The card: what a reader wants to know, for its maker to say. */
export function cardOf(summary: string, commands: readonly string[], made: string): string {
  return [
    '## What it does',
    summary,
    '## How to try it',
    `\`\`\`sh\n${commands.map((command) => `npx ${command}`).join('\n')}\n\`\`\``,
    '## How it was made',
    made,
    '## Known limits',
    'Say here where it fails, and what it must not be used for.',
  ].join('\n\n');
}
