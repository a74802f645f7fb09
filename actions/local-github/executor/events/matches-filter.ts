/**
 * Whether a name passes a list of GitHub's filter patterns; a later `!pattern` takes back what an
 * earlier one let pass.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function matchesFilter(name: string, patterns: readonly string[]): boolean {
  let isIn = false;
  for (const pattern of patterns) {
    const isNegative = pattern.startsWith('!');
    if (toExpression(isNegative ? pattern.slice(1) : pattern).test(name)) isIn = !isNegative;
  }
  return isIn;
}

const specials: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*' };

/** `?` and `+` repeat the character before them; a class of characters stays as it is. */
function toExpression(pattern: string): RegExp {
  const parts = pattern.match(/\*\*\/?|\*|\[[^\]]*\]|\\.|[?+]|[^]/gu) ?? [];
  const source = parts.map((part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '?' || part === '+') return part;
    if (part.length > 1 && part.startsWith('[')) return part;
    return specials[part] ?? part.replace(/^\\/, '').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 'u');
}
