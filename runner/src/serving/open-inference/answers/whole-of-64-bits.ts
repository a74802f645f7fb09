import { show } from '@orangery/schemas';

/**
 * An element of INT64 from what a model says.
 * @param place for the message
 * @throws Error where it is none
 */
export function wholeOf64Bits(place: string, value: unknown): bigint {
  const whole = Number.isInteger(value) ? BigInt(value as number) : value;
  // the highest one as a number of JSON, rounded up
  if (whole === 2n ** 63n) return 2n ** 63n - 1n;
  if (typeof whole === 'bigint' && BigInt.asIntN(64, whole) === whole) return whole;
  throw new Error(`${place}: expected a whole number of 64 bits, found ${show(value)}`);
}
