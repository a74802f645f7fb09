/** A secret as it may turn up: its lines, in JSON, in an address, in base64 at each of its three offsets. */
export function maskedForms(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .flatMap((line) => [
      line,
      JSON.stringify(line).slice(1, -1),
      encodeURIComponent(line.toWellFormed()),
      ...base64Forms(line),
    ])
    .filter((form) => form !== '');
}

/** The bytes before a secret shift its base64; only what they do not touch can be looked for. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.from(text).subarray(offset === 0 ? 0 : 3 - offset);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    return whole.length >= 8 ? [whole] : [];
  });
}
