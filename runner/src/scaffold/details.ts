import type { ModuleFrontMatter } from '@orangery/schemas';

/** What somebody says of a module that is to be made. */
export interface Details {
  readonly id: string;
  /** Of the id when absent. */
  readonly title?: string | undefined;
  /** Of the template when absent. */
  readonly summary?: string | undefined;
  /** SPDX expression; of the template when absent. */
  readonly license?: string | undefined;
  readonly author?: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

type Described = Pick<ModuleFrontMatter, 'title' | 'authors' | 'dates' | 'changelog'> &
  Partial<Pick<ModuleFrontMatter, 'summary' | 'license'>>;

/** Front matter that follows from the details alone. */
export function describe({ id, title, summary, license, author, today }: Details): Described {
  return {
    title: title ?? titleOf(id),
    ...(summary !== undefined && { summary }),
    ...(license !== undefined && { license }),
    authors: author === undefined ? [] : [{ name: author }],
    dates: { created: today, updated: today },
    changelog: [{ version: '1.0.0', date: today, changes: 'First version.' }],
  };
}

/** `leaf-sorter` → `Leaf sorter`. */
export function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`.padEnd(2, '.');
}
