import type { ServedModel } from '../served-model.ts';

/** The list of versions at `/`. */
export function describeVersions(base: string): object {
  return {
    versions: [describeVersion(base)],
    links: [
      { rel: 'help', type: 'text/html', href: `${base}/api` },
      { rel: 'describedby', type: 'application/json', href: `${base}/swagger.json` },
    ],
  };
}

export function describeVersion(base: string): object {
  return {
    version: 'stable',
    id: 'v2',
    links: [{ rel: 'self', type: 'application/json', href: `${base}/v2/` }],
  };
}

/** DEEPaaS's ModelMeta: `href` has no final slash, the id is a number in a text, the model has the last word. */
export function describeModel(
  { name, metadata }: ServedModel,
  index: number,
  base: string,
): object {
  return {
    id: String(index),
    name,
    links: [{ rel: 'self', href: `${base}/v2/models/${name}` }],
    ...(metadata ?? {
      description: `Could not load description from underlying model (loaded '${name}')`,
    }),
  };
}
