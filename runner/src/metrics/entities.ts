const spanLabel = /^[BIESLU]-(.+)$/;

/** Whether labels mark spans: `O`, and a letter for the place in a span before its kind. */
export function hasEntities(classes: readonly string[]): boolean {
  return (
    classes.some((name) => name.startsWith('B-') || name.startsWith('I-')) &&
    classes.every((name) => name === 'O' || spanLabel.test(name))
  );
}

/**
 * Spans of a labelled sentence as `start end kind`, as conlleval reads them (Tjong Kim Sang and De
 * Meulder 2003): a span also begins where the kind changes, or at `I-` after `O`.
 */
export function findEntities(labels: readonly string[]): string[] {
  const spans: string[] = [];
  let [start, kind] = [0, ''];
  for (const [place, label] of [...labels, 'O'].entries()) {
    const next = spanLabel.exec(label)?.[1] ?? '';
    const begins =
      /^[BSU]-/.test(label) || next !== kind || /^[ESLU]-/.test(labels[place - 1] ?? '');
    if (!begins) continue;
    if (kind !== '') spans.push(`${start} ${place} ${kind}`);
    [start, kind] = [place, next];
  }
  return spans;
}
