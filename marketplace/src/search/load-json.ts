const timeoutMs = 20_000;

/**
 * Loads a file of this site.
 * @param isNamedByContent whether a browser may take what it has kept; else it asks whether that is still so
 * @throws Error naming the file, when it cannot be had within 20 seconds
 */
export async function loadJson<Value>(address: string, isNamedByContent = true): Promise<Value> {
  const response = await fetch(address, {
    cache: isNamedByContent ? 'default' : 'no-cache',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()) as Value;
}
