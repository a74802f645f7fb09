/** Where an image lies in a registry. */
export interface ImagePlace {
  /** Address of the registry's API, without a final slash. */
  readonly address: string;
  /** As people know the registry. */
  readonly registry: string;
  /** Path in the registry. */
  readonly repository: string;
  readonly tag: string;
  readonly digest: string | undefined;
}

/** Docker Hub is known by one name and answers at another. */
const hub = { name: 'docker.io', host: 'registry-1.docker.io' } as const;

/**
 * Where an image lies; engines speak without TLS to a registry of this very machine.
 * @param reference with its registry
 */
export function imagePlace(reference: string): ImagePlace {
  const [named = '', digest] = reference.split('@');
  const slash = named.indexOf('/');
  const registry = named.slice(0, slash);
  const [repository = '', tag = 'latest'] = named.slice(slash + 1).split(':');
  const isHere = /^(localhost|127(\.\d+){3})(:\d+)?$/.test(registry);
  const host = registry === hub.name ? hub.host : registry;
  const address = `${isHere ? 'http' : 'https'}://${host}`;
  return { address, registry, repository, tag, digest };
}
