import type { Page } from 'playwright-core';

declare global {
  interface Window {
    timedQuery?: Promise<number | null>;
  }
}

/** So long nothing changes any more. */
const quietMs = 400;

/**
 * Types words over those that are there, and measures from the input event to the end of the first frame that
 * shows what stays: the count, and all text of every card that is on the screen. Nothing is known of how the
 * page draws: each frame is looked at until nothing changes, and the first that is like the last counts.
 * A pause before the search begins, loading, drawing, layout and the wait for the frame are all within.
 * @returns milliseconds; null when the answer is the one before
 */
export async function timeQuery(page: Page, words: string): Promise<number | null> {
  await page.evaluate(watchFrames, quietMs);
  await page.locator('#search [name=q]').selectText();
  await page.keyboard.insertText(words);
  return page.evaluate(() => window.timedQuery!);
}

/** Runs in the page. */
function watchFrames(quietMs: number): void {
  const found = document.querySelector('#found')!;
  const cards = document.querySelector('#cards')!.children;
  const isSeen = (card: Element): boolean => {
    const { top, bottom } = card.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const look = (): string =>
    [found, ...[...cards].filter(isSeen)].map(({ textContent }) => textContent).join('\n');
  const before = look();
  window.timedQuery = new Promise((resolve) => {
    let [started, since, shown] = [0, 0, before];
    const { port1, port2 } = new MessageChannel();
    document.addEventListener('input', ({ timeStamp }) => (started = timeStamp), {
      once: true,
      capture: true,
    });
    // a message sent before a frame is drawn arrives after it
    const nextFrame = (): number => requestAnimationFrame(() => port2.postMessage(null));
    port1.onmessage = () => {
      const now = performance.now();
      const shows = look();
      if (shows !== shown) [since, shown] = [now, shows];
      if (started === 0 || now - Math.max(since, started) < quietMs) nextFrame();
      else resolve(shown === before ? null : since - started);
    };
    nextFrame();
  });
}
