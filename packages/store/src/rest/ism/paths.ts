/** A path of ISM, and the one that it had in the project that OpenSearch came from. */
export const ismPaths = (...paths: readonly string[]): readonly string[] =>
  ['/_plugins/_ism', '/_opendistro/_ism'].flatMap((prefix) => paths.map((path) => prefix + path));
