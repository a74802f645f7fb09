const secondsPerDay = 86_400n;

/** @param days since 1970 @returns `2024-01-31` */
export function dateText(days: bigint): string {
  return new Date(Number(days * secondsPerDay) * 1000).toISOString().slice(0, -14);
}

/** @returns `12:05:00`, with as many decimals as it has */
export function timeText(value: bigint, perSecond: bigint): string {
  const seconds = floorDivide(value, perSecond);
  const [hours, minutes] = [seconds / 3600n, (seconds / 60n) % 60n];
  const clock = [hours, minutes, seconds % 60n].map((part) => String(part).padStart(2, '0'));
  return `${clock.join(':')}${fractionText(value - seconds * perSecond, perSecond)}`;
}

/** @returns `2024-01-31T12:05:00Z`; without the Z where no time zone is known */
export function timestampText(value: bigint, perSecond: bigint, isUtc: boolean): string {
  const days = floorDivide(value, perSecond * secondsPerDay);
  const rest = value - days * perSecond * secondsPerDay;
  return `${dateText(days)}T${timeText(rest, perSecond)}${isUtc ? 'Z' : ''}`;
}

function fractionText(rest: bigint, perSecond: bigint): string {
  if (rest === 0n) return '';
  const digits = String(perSecond).length - 1;
  return `.${String(rest).padStart(digits, '0').replace(/0+$/, '')}`;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return quotient * by > value ? quotient - 1n : quotient;
}
