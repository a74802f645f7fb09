/** Names of what a local garden consists of. */
export const gardenNames = {
  organisation: 'garden',
  catalogue: 'garden/orangery',
  runner: 'garden/orangery-runner',
} as const;
