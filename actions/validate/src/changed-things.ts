/** What there is to check of a change. */
export interface ChangedThings {
  /** Names of folders in `modules/`. */
  readonly ids: readonly string[];
  /** `deployments/<name>.yml`. */
  readonly deployments: readonly string[];
}

/** Sorts changed paths; whatever else is changed is nobody's business here. */
export function changedThings(paths: readonly string[]): ChangedThings {
  const ids = paths.map((path) => /^modules\/([^/]+)\/./s.exec(path)?.[1]);
  return {
    ids: [...new Set(ids.filter((id) => id !== undefined))].sort(),
    deployments: paths.filter((path) => /^deployments\/[^/]+\.yml$/s.test(path)).sort(),
  };
}
