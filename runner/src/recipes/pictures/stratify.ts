import { fewestPerClass } from '../labels.ts';

const nothing = '(none)';

/**
 * A stratum for each picture of several classes: the rarest of them, so that a split keeps rare
 * classes in every part. Strata too small to divide join the largest one.
 * @param classes those of each picture
 */
export function stratify(classes: readonly ReadonlySet<string>[]): string[] {
  const counts = count(classes.flatMap((names) => [...names]));
  const rarest = classes.map(
    (names) => [...names].sort((a, b) => counts.get(a)! - counts.get(b)! || (a < b ? -1 : 1))[0],
  );
  const strata = rarest.map((name) => name ?? nothing);
  const sizes = count(strata);
  const [largest] = [...sizes].sort(
    ([a, one], [b, other]) => other - one || (a < b ? -1 : 1),
  )[0] ?? [nothing];
  return strata.map((name) => (sizes.get(name)! < fewestPerClass ? largest : name));
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
