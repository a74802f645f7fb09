import type { Logger } from '../../world.ts';

/** Lines a second: of one address, and of all together. */
const [mostOfAddress, mostOfAll] = [2, 20];

/**
 * Logs refusals, a few a second: who tries keys cannot fill the disk. What was left out is counted in
 * the next line.
 */
export function createRefusalLog(
  logger: Logger,
): (address: string, message: string, now: number) => void {
  /** Lines of this second by address; never more addresses than lines. */
  let lines = new Map<string, number>();
  let second = -Infinity;
  let total = 0;
  let leftOut = 0;
  return (address, message, now) => {
    if (Math.floor(now / 1000) !== second) {
      second = Math.floor(now / 1000);
      lines = new Map();
      total = 0;
    }
    const ofAddress = lines.get(address) ?? 0;
    if (ofAddress >= mostOfAddress || total >= mostOfAll) {
      leftOut += 1;
      return;
    }
    lines.set(address, ofAddress + 1);
    total += 1;
    const more = leftOut === 0 ? '' : ` (${leftOut} more were refused before)`;
    leftOut = 0;
    logger.info(`${message}, from ${address}${more}`);
  };
}
