export type Family = 'deepaas' | 'open-inference' | 'singa-auto' | 'connection';

/**
 * Every status that a server of modules answers, and the families of paths that do; `connection` is
 * what is refused before a path is known. 500 is a model's own failure, which no input may bring
 * about: whoever tries inputs treats it as undocumented.
 */
export const documentedStatuses: Readonly<Record<number, readonly Family[]>> = {
  200: ['deepaas', 'open-inference', 'singa-auto'],
  // OPTIONS, and /v2/debug/ where it is off
  204: ['deepaas', 'open-inference', 'singa-auto'],
  // /ui
  302: ['deepaas'],
  // a missing final slash
  308: ['deepaas'],
  400: ['deepaas', 'open-inference', 'singa-auto', 'connection'],
  401: ['deepaas', 'open-inference', 'singa-auto'],
  // turned off
  402: ['deepaas'],
  403: ['deepaas', 'open-inference', 'singa-auto'],
  404: ['deepaas', 'open-inference', 'singa-auto'],
  405: ['deepaas', 'open-inference', 'singa-auto'],
  // too slow to arrive
  408: ['deepaas', 'open-inference', 'singa-auto', 'connection'],
  413: ['deepaas', 'open-inference', 'singa-auto', 'connection'],
  // a content type that has no form, or an encoding that nobody knows
  415: ['deepaas', 'open-inference', 'singa-auto'],
  // an expectation other than 100-continue
  417: ['connection'],
  422: ['deepaas'],
  429: ['deepaas', 'open-inference', 'singa-auto'],
  // headers beyond 16 KiB
  431: ['connection'],
  // a model that cannot do this
  501: ['deepaas', 'open-inference', 'singa-auto'],
  503: ['deepaas', 'open-inference', 'singa-auto'],
  504: ['deepaas', 'open-inference', 'singa-auto'],
};

export function isDocumented(status: number, family: Family): boolean {
  const families = documentedStatuses[status] ?? [];
  return families.includes(family) || families.includes('connection');
}

/** The family of a path, with or without a query; what is no path of any is told as DEEPaaS tells it. */
export function familyOf(method: string, url: string): Family {
  const path = url.split('?')[0]!;
  if (path === '/predict' || (path === '/' && method === 'POST')) return 'singa-auto';
  const openInference =
    /^\/v2(?:\/health\/(?:live|ready)|\/models\/[^/]+(?:\/versions\/[^/]+)?(?:\/ready|\/infer)?)?$/;
  return openInference.test(path) ? 'open-inference' : 'deepaas';
}
