/** A text as a field of one line takes it. */
export function oneLine(text: string, most: number): string {
  return text.replace(/\s+/g, ' ').slice(0, most);
}
