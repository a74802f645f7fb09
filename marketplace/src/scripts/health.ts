/** Longer than a server that is well ever takes to say so. */
const limitMs = 3000;

/** Asks each deployment that a page shows whether it is ready now, and writes what it said. */
export function tellHealth(page: Document): void {
  for (const place of page.querySelectorAll<HTMLElement>('[data-health]')) {
    void askHealth(place.dataset.health!).then((text) => (place.textContent = text));
  }
}

/** @param address with a final slash */
async function askHealth(address: string): Promise<string> {
  const started = performance.now();
  try {
    const answer = await fetch(`${address}v2/health/ready`, {
      signal: AbortSignal.timeout(limitMs),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    const tookMs = Math.round(performance.now() - started);
    return answer.ok ? `ready now, answered in ${tookMs} ms` : `now: not ready (${answer.status})`;
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    // a page is not told why: the server is down, or lets no page of this address read it
    return isLate ? `now: no answer within ${limitMs / 1000} s` : 'now: cannot be read from here';
  }
}
