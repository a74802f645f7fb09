let lastBreath = 0;

/**
 * Lets timers and Ctrl-C through now and then; called often during much synchronous work.
 * @throws the signal's reason when aborted
 */
export async function breathe(signal: AbortSignal): Promise<void> {
  if (performance.now() - lastBreath > 50) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    lastBreath = performance.now();
  }
  signal.throwIfAborted();
}
