const dayMicroseconds = 86_400_000_000;

/** A time as Python's `str(datetime)` writes it, in UTC: `2026-11-21 00:03:25.712838`. */
export function pythonDateTime(milliseconds: number): string {
  const microseconds = Math.round(milliseconds * 1000);
  const seconds = new Date(microseconds / 1000).toISOString().slice(0, 19).replace('T', ' ');
  return seconds + fraction(microseconds % 1_000_000);
}

/** The time between two as Python's `str(timedelta)` writes it: `1 day, 0:00:00.002059`. */
export function pythonDuration(startMilliseconds: number, endMilliseconds: number): string {
  const start = Math.round(startMilliseconds * 1000);
  const microseconds = Math.max(0, Math.round(endMilliseconds * 1000) - start);
  const days = Math.floor(microseconds / dayMicroseconds);
  const seconds = Math.floor((microseconds % dayMicroseconds) / 1_000_000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = `${Math.floor(seconds / 3600)}:${parts.map((part) => padded(part, 2)).join(':')}`;
  const prefix = days === 0 ? '' : `${days} day${days === 1 ? '' : 's'}, `;
  return prefix + clock + fraction(microseconds % 1_000_000);
}

/** Python leaves out a fraction that is zero. */
function fraction(microseconds: number): string {
  return microseconds === 0 ? '' : `.${padded(microseconds, 6)}`;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
