/**
 * A text from elsewhere without what changes how a terminal or page shows the rest: control
 * characters and marks of direction (https://trojansource.codes).
 */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');
}
