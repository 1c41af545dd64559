import { errors } from '@longshore/common/errors';
import type { Analysis } from '../analysis/analysis.ts';
import type { Analyzer } from '../analysis/analyzer.ts';
import type { IndexMapping } from './index-mapping.ts';

/** The analyzer of a text field, the normalizer of a keyword field; unmapped fields have the default. */
export function fieldAnalyzer({ fields, options }: IndexMapping, path: string): Analyzer {
  const field = fields.get(path);
  if (field === undefined || field.type === 'text' || field.type === 'match_only_text') {
    return field?.analysis?.index ?? options.analysis.default;
  }
  if (field.type !== 'keyword') {
    throw errors.illegalArgument(
      `Can't process field [${path}], Analysis requests are only supported on tokenized fields`,
    );
  }
  return field.normalizer ?? namedAnalyzer(options.analysis, 'keyword', true);
}

/** An analyzer by its name, of an index or one that is built in. */
export function namedAnalyzer(analysis: Analysis, name: string, isOfIndex: boolean): Analyzer {
  const found = analysis.analyzer(name);
  if (found === undefined) {
    throw errors.illegalArgument(`failed to find ${isOfIndex ? '' : 'global '}analyzer [${name}]`);
  }
  return found;
}
