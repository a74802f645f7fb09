/**
 * A text in Unicode form NFC. One with more marks on a letter than a stream may have (UAX #15, D3)
 * stays as it is unless it is short: bringing n marks in order takes n² steps.
 */
export function normalForm(text: string): string {
  const isQuick = text.length <= longestWithMarks || !/\p{M}{31}/u.test(text);
  return isQuick ? text.normalize('NFC') : text;
}

const longestWithMarks = 4096;
