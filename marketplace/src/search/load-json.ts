const timeoutMs = 20_000;

/**
 * Loads a file of this site that the same build has written.
 * @throws Error naming the file, when it cannot be had within 20 seconds
 */
export async function loadJson<Value>(address: string): Promise<Value> {
  const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()) as Value;
}
