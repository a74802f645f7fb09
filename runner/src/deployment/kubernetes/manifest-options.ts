/** What a deployment's file does not say and a cluster has to know. */
export interface ManifestOptions {
  /** `plain`: objects of every cluster; `kserve`: an InferenceService, which can share out requests. */
  readonly form: 'plain' | 'kserve';
  /** Server and module, by digest: `registry/name@sha256:<64 hex>`. */
  readonly image: string;
  /** The same for the canary's version. */
  readonly canaryImage?: string;
  /** That of kubectl's context when absent. */
  readonly namespace?: string;
  /** Secret that the image is pulled with. */
  readonly imagePullSecret?: string;
  /** Most copies under load; twice the wanted ones when absent, with GPUs no more than these. */
  readonly maxReplicas?: number;
  /** Class of the ingress; the cluster's own when absent. */
  readonly ingressClass?: string;
  /** Namespace of the ingress controller, from where alone requests are let in; `ingress-nginx` when absent. */
  readonly ingressNamespace?: string;
  /** Secret of the domain's certificate; without it the ingress speaks http. */
  readonly tlsSecret?: string;
}
