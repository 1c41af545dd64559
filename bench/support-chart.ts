/** One line of a chart: values in the order of the samples. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
}

/** Where something begins, as the number of the first sample of it. */
export interface Mark {
  readonly at: number;
  readonly label: string;
}

export interface ChartHead {
  readonly title: string;
  readonly minutes: number;
  readonly marks?: readonly Mark[];
}

const WIDTH = 800;
const BAND_HEIGHT = 110;
const MARGIN = 40;
const COLORS = ['#2563eb', '#d97706', '#059669', '#7c3aed', '#dc2626', '#0891b2'];

/** A small SVG with a band for each series, from 0 to its largest value. */
export function drawChart(
  { title, minutes, marks = [] }: ChartHead,
  series: readonly Series[],
): string {
  const height = MARGIN * 2 + series.length * BAND_HEIGHT;
  const samples = series[0]?.values.length ?? 0;
  const bands = series.map((one, i) => drawBand(one, i));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${MARGIN}" y="22" font-size="15">${title}</text>`,
    ...marks.map(({ at, label }) => drawMark({ x: xOf(at, samples), height, label })),
    ...bands,
    `<text x="${WIDTH - MARGIN}" y="${height - 14}" text-anchor="end">${minutes} minutes</text>`,
    '</svg>',
    '',
  ].join('\n');
}

const xOf = (sample: number, samples: number): number =>
  MARGIN + ((WIDTH - 2 * MARGIN) * sample) / Math.max(1, samples - 1);

function drawMark({ x, height, label }: { x: number; height: number; label: string }): string {
  return [
    `<line x1="${x}" y1="34" x2="${x}" y2="${height - MARGIN}" stroke="#94a3b8" stroke-dasharray="4 4"/>`,
    `<text x="${x + 4}" y="38" fill="#64748b">${label}</text>`,
  ].join('\n');
}

function drawBand({ name, unit, values }: Series, index: number): string {
  const top = MARGIN + index * BAND_HEIGHT;
  const bottom = top + BAND_HEIGHT - 20;
  const max = Math.max(1, ...values);
  const y = (value: number) => bottom - ((BAND_HEIGHT - 45) * value) / max;
  const points = values
    .map((value, i) => `${xOf(i, values.length).toFixed(1)},${y(value).toFixed(1)}`)
    .join(' ');
  const color = COLORS[index % COLORS.length];
  return [
    `<line x1="${MARGIN}" y1="${bottom}" x2="${WIDTH - MARGIN}" y2="${bottom}" stroke="#cbd5e1"/>`,
    `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="1.5"/>`,
    `<text x="${MARGIN}" y="${top + 12}" fill="${color}">${name}: largest ${max} ${unit}, last ${values.at(-1) ?? 0}</text>`,
  ].join('\n');
}
