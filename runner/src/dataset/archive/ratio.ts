const largestRatio = 200;
const smallestBombBytes = 1024 * 1024;

/** Whether something unpacks to so much more than it is that it was made to fill a disk. */
export function isBomb(
  packedBytes: number,
  unpackedBytes: number,
  smallest = smallestBombBytes,
): boolean {
  return unpackedBytes > smallest && unpackedBytes > largestRatio * packedBytes;
}

export function describeRatio(packedBytes: number, unpackedBytes: number): string {
  return `unpacks ${packedBytes} bytes to ${unpackedBytes}, more than ${largestRatio} times`;
}
