import { gunzipSync } from 'node:zlib';
import { close, createIndex } from 'pagefind';
import type { SiteFile } from '../files/site-file.ts';

/** A text that is found by its words. */
export interface IndexedText {
  readonly id: string;
  readonly text: string;
}

export interface TextIndex {
  /** What a page needs to search, below `search/`. */
  readonly files: readonly SiteFile[];
  /** By id, the name that answers give to a text. */
  readonly names: Readonly<Record<string, string>>;
}

const textsAtOnce = 200;
/** Of what Pagefind makes; its interfaces are not ours, and we show cards instead of its fragments. */
const needed =
  /^(pagefind(-worker)?\.js|pagefind-entry\.json|wasm\.en\.pagefind|.*\.pf_(meta|index))$/;
const fragment = /^fragment\/(.+)\.pf_fragment$/;
/** Stands before everything that Pagefind packs. */
const signature = 'pagefind_dcd';

/** Makes the index for searching by words, the same for the same texts. */
export async function makeTextIndex(texts: readonly IndexedText[]): Promise<TextIndex> {
  const { index, errors } = await createIndex({ forceLanguage: 'en' });
  if (index === undefined) throw new Error(`Pagefind did not start: ${errors.join(', ')}`);
  try {
    for (let start = 0; start < texts.length; start += textsAtOnce) {
      const added = texts
        .slice(start, start + textsAtOnce)
        .map(({ id, text }) => index.addCustomRecord({ url: id, content: text, language: 'en' }));
      const failed = (await Promise.all(added)).flatMap((answer) => answer.errors);
      if (failed.length > 0) throw new Error(`Pagefind refused a text: ${failed.join(', ')}`);
    }
    const made = await index.getFiles();
    if (made.errors.length > 0) throw new Error(`Pagefind failed: ${made.errors.join(', ')}`);
    // they come in no order, and the same texts must give the same
    made.files.sort((a, b) => (a.path < b.path ? -1 : 1));
    return {
      files: made.files
        .filter(({ path }) => needed.test(path))
        .map(({ path, content }) => ({ path: `search/${path}`, content })),
      names: readNames(made.files),
    };
  } finally {
    await index.deleteIndex();
    await close();
  }
}

/** A fragment's file name is what answers are named by; inside stands the text's id. */
function readNames(
  files: readonly { readonly path: string; readonly content: Uint8Array }[],
): TextIndex['names'] {
  return Object.fromEntries(
    files.flatMap(({ path, content }) => {
      const name = fragment.exec(path)?.[1];
      if (name === undefined) return [];
      const packed = gunzipSync(content).toString('utf8').slice(signature.length);
      const { url } = JSON.parse(packed) as { readonly url: string };
      return [[url.replaceAll('/', ''), name]];
    }),
  );
}
