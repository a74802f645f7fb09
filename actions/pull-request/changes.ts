/** What a pull request touches, as far as that decides who may merge it. */
export type Changes =
  /** Folders `modules/<id>/` and nothing else. */
  | { readonly kind: 'modules'; readonly ids: readonly string[] }
  /** One file `deployments/<name>.yml` and nothing else. */
  | { readonly kind: 'deployment'; readonly name: string }
  /** One new file `modules/<child>/training/<run>.yml` and nothing else, where the child is not on the base. */
  | { readonly kind: 'request'; readonly child: string; readonly path: string }
  | { readonly kind: 'other'; readonly paths: readonly string[] }
  /** Links, submodules, names that cannot be told apart, more files than GitHub lists. */
  | { readonly kind: 'unreadable'; readonly because: string };
