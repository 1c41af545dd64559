/** One line of a chart: values in the order of the samples. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
}

const WIDTH = 800;
const BAND_HEIGHT = 110;
const MARGIN = 40;
const COLORS = ['#2563eb', '#d97706', '#059669', '#7c3aed', '#dc2626'];

/** A small SVG with a band for each series, from 0 to its largest value. */
export function drawChart(title: string, minutes: number, series: readonly Series[]): string {
  const height = MARGIN * 2 + series.length * BAND_HEIGHT;
  const bands = series.map((one, i) => drawBand(one, i));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${MARGIN}" y="22" font-size="15">${title}</text>`,
    ...bands,
    `<text x="${WIDTH - MARGIN}" y="${height - 14}" text-anchor="end">${minutes} minutes</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function drawBand({ name, unit, values }: Series, index: number): string {
  const top = MARGIN + index * BAND_HEIGHT;
  const bottom = top + BAND_HEIGHT - 20;
  const max = Math.max(1, ...values);
  const x = (i: number) => MARGIN + ((WIDTH - 2 * MARGIN) * i) / Math.max(1, values.length - 1);
  const y = (value: number) => bottom - ((BAND_HEIGHT - 45) * value) / max;
  const points = values.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const color = COLORS[index % COLORS.length];
  return [
    `<line x1="${MARGIN}" y1="${bottom}" x2="${WIDTH - MARGIN}" y2="${bottom}" stroke="#cbd5e1"/>`,
    `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="1.5"/>`,
    `<text x="${MARGIN}" y="${top + 12}" fill="${color}">${name}: largest ${max} ${unit}, last ${values.at(-1) ?? 0}</text>`,
  ].join('\n');
}
