import type { PublishedSchemas } from '../published-schemas.ts';

export interface Resource {
  /** In addresses. */
  readonly plural: string;
  readonly kind: string;
  /** `v1`, `apps/v1`. */
  readonly apiVersion: string;
}

/** What the cluster knows: all that a stage has, and what its controllers make of it. */
export const resources: readonly Resource[] = [
  { plural: 'pods', kind: 'Pod', apiVersion: 'v1' },
  { plural: 'secrets', kind: 'Secret', apiVersion: 'v1' },
  { plural: 'services', kind: 'Service', apiVersion: 'v1' },
  { plural: 'deployments', kind: 'Deployment', apiVersion: 'apps/v1' },
  { plural: 'replicasets', kind: 'ReplicaSet', apiVersion: 'apps/v1' },
  {
    plural: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
  },
  { plural: 'ingresses', kind: 'Ingress', apiVersion: 'networking.k8s.io/v1' },
  { plural: 'networkpolicies', kind: 'NetworkPolicy', apiVersion: 'networking.k8s.io/v1' },
  { plural: 'poddisruptionbudgets', kind: 'PodDisruptionBudget', apiVersion: 'policy/v1' },
  {
    plural: 'inferenceservices',
    kind: 'InferenceService',
    apiVersion: 'serving.kserve.io/v1beta1',
  },
];

const apiVersions = [...new Set(resources.map(({ apiVersion }) => apiVersion))];

/** `/api/v1`, `/apis/apps/v1`. */
export function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** What the cluster says of itself: versions, groups, resources, schemas; undefined for another path. */
export function describe(path: string, schemas: PublishedSchemas): object | undefined {
  const version = apiVersions.find((one) => rootOf(one) === path);
  if (version !== undefined) return resourceList(version);
  if (path.startsWith('/openapi/v3/')) return openApiOf(path.slice('/openapi/v3'.length), schemas);
  return descriptions[path];
}

const groups = apiVersions
  .filter((version) => version.includes('/'))
  .map((groupVersion) => {
    const [name, version] = groupVersion.split('/');
    const preferredVersion = { groupVersion, version };
    return { name, versions: [preferredVersion], preferredVersion };
  });

const descriptions: Readonly<Record<string, object>> = {
  '/version': { major: '1', minor: '32', gitVersion: 'v1.32.0' },
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups },
  '/openapi/v3': {
    paths: Object.fromEntries(
      apiVersions.map((version) => {
        const path = rootOf(version).slice(1);
        return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=1` }];
      }),
    ),
  },
};

function resourceList(groupVersion: string): object {
  const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
  const own = resources.filter(({ apiVersion }) => apiVersion === groupVersion);
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: own.map(({ plural: name, kind }) => ({
      ...{ name, singularName: kind.toLowerCase(), namespaced: true, kind, verbs },
    })),
  };
}

/** KServe has a schema of its resource, not of its addresses: these say that fields are checked. */
function openApiOf(root: string, schemas: PublishedSchemas): object | undefined {
  const version = apiVersions.find((one) => rootOf(one) === root);
  if (version === undefined) return undefined;
  const published = schemas.documents.get(version);
  if (published !== undefined) return published;
  const own = resources.filter(({ apiVersion }) => apiVersion === version);
  const paths = own.map(({ plural, kind }) => {
    const [group, name] = version.split('/');
    const patch = {
      parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string' } }],
      'x-kubernetes-group-version-kind': { group, version: name, kind },
      responses: {},
    };
    return [`${root}/namespaces/{namespace}/${plural}/{name}`, { patch }];
  });
  return { openapi: '3.0.0', info: { title: version }, paths: Object.fromEntries(paths) };
}
