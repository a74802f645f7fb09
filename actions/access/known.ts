/** A fact that GitHub told, or why it could not be had. What is unknown never allows anything. */
export type Known<Value> =
  | { readonly kind: 'known'; readonly value: Value }
  | { readonly kind: 'unknown'; readonly because: string };

/** Asks for a fact; a failure is an unknown fact. */
export async function learn<Value>(ask: () => Promise<Value>): Promise<Known<Value>> {
  try {
    return { kind: 'known', value: await ask() };
  } catch (error) {
    const because = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    return { kind: 'unknown', because };
  }
}
