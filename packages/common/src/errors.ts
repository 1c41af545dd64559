/** The one error class of the project. `type` is the Elasticsearch error type, `status` its HTTP status. */
export class LongshoreError extends Error {
  override readonly name = 'LongshoreError';
  readonly type: string;
  readonly status: number;
  /** Further members of the error object in an answer, such as `index` or `failed_shards`. */
  readonly details: Readonly<Record<string, unknown>>;
  /** The member of the body that it is about; who has the body can say where that is. */
  readonly member: string | undefined;

  constructor(
    type: string,
    status: number,
    reason: string,
    options: {
      cause?: unknown;
      details?: Readonly<Record<string, unknown>>;
      member?: string | undefined;
    } = {},
  ) {
    super(reason, options.cause === undefined ? undefined : { cause: options.cause });
    this.type = type;
    this.status = status;
    this.details = options.details ?? {};
    this.member = options.member;
  }
}

/** Every error that we raise on purpose: Elasticsearch's type, status and wording. */
export const errors = {
  indexNotFound: (index: string) =>
    new LongshoreError('index_not_found_exception', 404, `no such index [${index}]`, {
      details: {
        'resource.type': 'index_or_alias',
        'resource.id': index,
        index_uuid: '_na_',
        index,
      },
    }),
  /** For who has resolved the name already when the index is deleted. */
  indexDeleted: () =>
    new LongshoreError(
      'index_not_found_exception',
      404,
      'no such index: it was deleted while the request worked on it',
    ),
  indexClosed: (index: string, uuid: string) =>
    new LongshoreError('index_closed_exception', 400, 'closed', {
      details: { index, index_uuid: uuid },
    }),
  indexExists: (index: string, uuid: string) =>
    new LongshoreError(
      'resource_already_exists_exception',
      400,
      `index [${index}/${uuid}] already exists`,
      { details: { index, index_uuid: uuid } },
    ),
  dataStreamExists: (stream: string) =>
    new LongshoreError(
      'resource_already_exists_exception',
      400,
      `data_stream [${stream}] already exists`,
    ),
  resourceNotFound: (reason: string) =>
    new LongshoreError('resource_not_found_exception', 404, reason),
  /** As plug-ins of OpenSearch say that there is none of what was asked for. */
  notFound: (reason: string) => new LongshoreError('status_exception', 404, reason),
  invalidIndexName: (index: string, reason: string) =>
    new LongshoreError(
      'invalid_index_name_exception',
      400,
      `Invalid index name [${index}], ${reason}`,
      {
        details: { index, index_uuid: '_na_' },
      },
    ),
  invalidAliasName: (alias: string, reason: string) =>
    new LongshoreError(
      'invalid_alias_name_exception',
      400,
      `Invalid alias name [${alias}]: ${reason}`,
    ),
  parsing: (reason: string, member?: string) =>
    new LongshoreError('parsing_exception', 400, reason, { member }),
  contentParse: (reason: string, member?: string) =>
    new LongshoreError('x_content_parse_exception', 400, reason, { member }),
  /** `parser` is what reads the object, as Elasticsearch calls it. */
  unknownField: (parser: string, name: string, hint = '') =>
    new LongshoreError(
      'x_content_parse_exception',
      400,
      `[1:1] [${parser}] unknown field [${name}]${hint}`,
      { member: name },
    ),
  illegalArgument: (reason: string, cause?: LongshoreError) =>
    new LongshoreError('illegal_argument_exception', 400, reason, cause ? { cause } : {}),
  /** Elasticsearch answers 500, by which clients try again what can never work. */
  illegalState: (reason: string) => new LongshoreError('illegal_state_exception', 400, reason),
  validation: (reason: string) =>
    new LongshoreError('action_request_validation_exception', 400, `Validation Failed: ${reason}`),
  /** `member` is the path of the field. */
  documentParsing: (reason: string, cause?: LongshoreError, member?: string) =>
    new LongshoreError('document_parsing_exception', 400, reason, { cause, member }),
  mapperParsing: (reason: string, cause?: LongshoreError) =>
    new LongshoreError('mapper_parsing_exception', 400, reason, cause ? { cause } : {}),
  strictMapping: (dynamic: string, field: string, within: string) =>
    new LongshoreError(
      'strict_dynamic_mapping_exception',
      400,
      `mapping set to ${dynamic}, dynamic introduction of [${field}] within [${within}] is not allowed`,
      { member: within === '_doc' ? field : `${within}.${field}` },
    ),
  versionConflict: (id: string, reason: string) =>
    new LongshoreError(
      'version_conflict_engine_exception',
      409,
      `[${id}]: version conflict, ${reason}`,
    ),
  queryShard: (reason: string) => new LongshoreError('query_shard_exception', 400, reason),
  tooManyBuckets: (limit: number, got: number) =>
    new LongshoreError(
      'too_many_buckets_exception',
      400,
      `Trying to create too many buckets. Must be less than or equal to: [${limit}] but was [${got}]. This limit can be set by changing the [search.max_buckets] cluster level setting.`,
      { details: { max_buckets: limit } },
    ),
  rejected: (reason: string) => new LongshoreError('es_rejected_execution_exception', 429, reason),
  circuitBreaking: (reason: string, cause?: unknown) =>
    new LongshoreError('circuit_breaking_exception', 429, reason, { cause }),
  diskFull: (reason: string, cause?: unknown) =>
    new LongshoreError('cluster_block_exception', 429, reason, { cause }),
  unavailable: (reason: string, cause?: unknown) =>
    new LongshoreError('unavailable_shards_exception', 503, reason, { cause }),
  tooLarge: (limitBytes: number) =>
    new LongshoreError(
      'content_too_long_exception',
      413,
      `request body is larger than the limit of ${limitBytes} bytes [http.max_content_length]; send it in smaller parts`,
    ),
  forbidden: (reason: string) => new LongshoreError('security_exception', 403, reason),
  settings: (reason: string) => new LongshoreError('settings_exception', 400, reason),
} as const;

/** A broken invariant is our bug: crash this request loudly, never guess. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) {
    throw new Error(`BUG: ${message}`);
  }
}
