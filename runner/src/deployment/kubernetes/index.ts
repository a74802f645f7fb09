export { applyManifests, type AppliedManifests, type ApplyOptions } from './apply-manifests.ts';
export { deleteManifests } from './delete-manifests.ts';
export type { KubectlOptions } from './kubectl.ts';
export { kubernetesManifests } from './kubernetes-manifests.ts';
export type { KubernetesObject, ObjectMetadata } from './kubernetes-object.ts';
export type { ManifestOptions } from './manifest-options.ts';
export { basePath, stageName } from './names.ts';
export { writeManifests, type ManifestScope, type WrittenManifests } from './write-manifests.ts';
