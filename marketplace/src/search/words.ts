/** Names of the cards that words are found in, the best first; null when nothing is asked. */
export type FindWords = (words: string) => Promise<readonly string[] | null>;

/** What we use of Pagefind's interface in the page. */
interface Pagefind {
  readonly options: (options: { readonly basePath: string }) => Promise<void>;
  readonly init: () => Promise<void>;
  readonly search: (
    words: string,
  ) => Promise<{ readonly results: readonly { readonly id: string }[] }>;
}

/** @param folder address of the index, with its final slash */
export async function loadWords(folder: string): Promise<FindWords> {
  const pagefind = (await import(/* @vite-ignore */ `${folder}pagefind.js`)) as Pagefind;
  await pagefind.options({ basePath: folder });
  await pagefind.init();
  return async (words) => {
    if (words.trim() === '') return null;
    const { results } = await pagefind.search(words);
    return results.map(({ id }) => id);
  };
}
