/** Variables by which drivers of cards, their libraries and add-ons are found, and where they keep things. */
const names = [
  'CUDA_CACHE_PATH',
  'HOME',
  'LD_LIBRARY_PATH',
  'NODE_PATH',
  'VK_ADD_DRIVER_FILES',
  'VK_DRIVER_FILES',
  'VK_ICD_FILENAMES',
  'XDG_CACHE_HOME',
  'XDG_DATA_DIRS',
  'XDG_RUNTIME_DIR',
] as const;

/** What a worker process needs of the environment to find the same backends, and nothing else of it. */
export function pickDeviceEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
