/** The day that a date or a moment begins with, `YYYY-MM-DD`, when there is such a day. */
export function dayOf(text: string): string | undefined {
  const [, day, year, month, date] =
    /^((\d{4})-(\d\d)-(\d\d))(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  const found = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  return found.toISOString().startsWith(day) ? day : undefined;
}
