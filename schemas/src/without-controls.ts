/**
 * A text from elsewhere without what steers a terminal or turns its lines round: control characters
 * but line ends and tabs, and marks of direction (https://trojansource.codes).
 */
export function withoutControls(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');
}
