/** Numbers that are one bucket. */
export interface Cluster {
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly count: number;
}

/** Merges the two neighbours whose means are nearest until there are no more than so many; ascending. */
export function mergeNearest(given: readonly Cluster[], most: number): readonly Cluster[] {
  const clusters = [...given].sort((a, b) => a.min - b.min);
  while (clusters.length > most) {
    const place = nearest(clusters);
    const [low, high] = clusters.slice(place, place + 2);
    if (low === undefined || high === undefined) {
      break;
    }
    clusters.splice(place, 2, {
      min: low.min,
      max: high.max,
      sum: low.sum + high.sum,
      count: low.count + high.count,
    });
  }
  return clusters;
}

const mean = ({ sum, count }: Cluster): number => sum / count;

/** The first of the two neighbours that are nearest to each other. */
function nearest(clusters: readonly Cluster[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, cluster] of clusters.entries()) {
    const next = clusters[i + 1];
    const distance = next === undefined ? least : mean(next) - mean(cluster);
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}
