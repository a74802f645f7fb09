/** Where a file lies that a person named by an address, and what its module may be called. */
export interface MetadataAddress {
  /** In the order they are asked for. */
  readonly urls: readonly URL[];
  /** Of the repository, or of the file. */
  readonly name: string;
}

/** How the file is called, the newest form first. */
export const metadataNames: readonly string[] = ['ai4-metadata.yml', 'ai4-metadata.yaml'];

const raw = 'https://raw.githubusercontent.com';

/**
 * Where the file lies behind an address: the page of a repository, a folder or a file on GitHub, or the file
 * itself.
 */
export function metadataAddress(url: URL): MetadataAddress {
  const [owner, repository, view, reference, ...path] = url.pathname.split('/').filter(Boolean);
  const isGitHub = url.hostname === 'github.com' || url.hostname === 'www.github.com';
  if (!isGitHub || owner === undefined || repository === undefined) return plainAddress(url);
  const name = repository.replace(/\.git$/, '');
  const base = `${raw}/${owner}/${name}/${reference ?? 'HEAD'}`;
  if ((view === 'blob' || view === 'raw') && path.length > 0) {
    return { urls: [new URL(`${base}/${path.join('/')}`)], name: nameOf(path, name) };
  }
  const folder = view === 'tree' ? path : [];
  const urls = metadataNames.map((file) => new URL([base, ...folder, file].join('/')));
  return { urls, name: folder.at(-1) ?? name };
}

function plainAddress(url: URL): MetadataAddress {
  const path = url.pathname.split('/').filter(Boolean);
  const isRaw = url.hostname === new URL(raw).hostname;
  // owner, repository and reference come before the path
  const repository = isRaw ? path[1] : undefined;
  return { urls: [url], name: nameOf(isRaw ? path.slice(3) : path, repository ?? url.hostname) };
}

/** A file of the usual name says nothing: the folder does, or what it lies in. */
function nameOf(path: readonly string[], otherwise: string): string {
  const file = (path.at(-1) ?? '').replace(/\.(ya?ml|json)$/i, '');
  const isUsual = file === '' || /^(ai4-)?metadata$/i.test(file);
  return isUsual ? (path.at(-2) ?? otherwise) : file;
}
