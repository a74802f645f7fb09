const longestUrl = 8192;
const schemes = new Set(['http:', 'https:', 'ftp:', 'ftps:']);
const domain =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})\.?$/i;
const ipAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])$/i;

const dateForm = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const dateTimeForm =
  /^(\d{4}-\d{1,2}-\d{1,2})[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d{1,6}\d{0,6})?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/;

/** An address with a scheme and a host that is a domain, an IP address or `localhost`. */
export function isUrl(given: unknown): boolean {
  if (typeof given !== 'string' || given.length > longestUrl || /\s/.test(given)) return false;
  if (!/^[a-z]+:\/\//i.test(given) || !URL.canParse(given)) return false;
  const { protocol, hostname } = new URL(given);
  // written otherwise, the parser has turned it into ASCII
  const isAscii = /^[ -~]*$/.test(given.split(/[/?#]/, 3)[2] ?? '');
  const isHost = hostname === 'localhost' || domain.test(hostname) || ipAddress.test(hostname);
  return schemes.has(protocol) && isAscii && isHost;
}

/** A day of the calendar, such as `2026-11-21`; month and day may have one digit. */
export function isDate(given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const found = dateForm.exec(given);
  if (found === null) return false;
  const [year = 0, month = 0, day = 0] = found.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** A day and a time of it, such as `2026-11-21T10:00:00Z`; seconds and zone may be missing. */
export function isDateTime(given: unknown): boolean {
  if (typeof given !== 'string' || given.length > 64) return false;
  const found = dateTimeForm.exec(given);
  if (found === null || !isDate(found[1])) return false;
  const [hours = 0, minutes = 0, seconds = 0] = found.slice(2, 5).map((part) => Number(part ?? 0));
  return hours < 24 && minutes < 60 && seconds < 60;
}
