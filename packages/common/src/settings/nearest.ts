/** The known name that `name` was most likely meant to be; `undefined` when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const farthest = Math.max(2, Math.floor(name.length / 3));
  let best: { readonly key: string; readonly distance: number } | undefined;
  for (const key of known) {
    const distance = editDistance(name.toLowerCase(), key.toLowerCase());
    if (distance <= farthest && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { key, distance };
    }
  }
  return best?.key;
}

/** How many letters must be added, removed or changed (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
