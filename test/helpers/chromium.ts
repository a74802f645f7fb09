import { chromium, type Browser } from 'playwright-core';

/**
 * Debian's Chromium, or the one that CHROMIUM_PATH names.
 * @param options more of its command line
 */
export function startChromium(options: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', ...options],
  });
}
