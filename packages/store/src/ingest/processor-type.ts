import type { Place } from './configuration-error.ts';
import type { IngestDocument } from './ingest-document.ts';
import type { IngestValue } from './ingest-value.ts';
import { type Options, readOptions, type Values } from './options.ts';
import type { PipelineRun } from './pipeline-run.ts';

/** Changes a document; throws a `LongshoreError` when it cannot. */
export type Run = (document: IngestDocument, run: PipelineRun) => void;

/** A condition on a document. */
export interface Condition {
  readonly source: string;
  test(document: IngestDocument): boolean;
}

/** A processor of a pipeline, ready to run. */
export interface Processor {
  readonly type: string;
  readonly tag: string | undefined;
  readonly description: string | undefined;
  /** What statistics call it: its type, the pipeline that it runs, its tag. */
  readonly label: string;
  readonly condition: Condition | undefined;
  readonly ignoresFailure: boolean;
  readonly onFailure: readonly Processor[];
  readonly run: Run;
}

/** What a processor may use while it is made. */
export interface Making {
  readonly place: Place;
  readonly services: IngestServices;
  /** Makes a processor that is part of this one. */
  parse(config: IngestValue): Processor;
}

/** What processors need from outside. */
export interface IngestServices {
  /** A stored script by its id. */
  storedScript(id: string): string | undefined;
  /** A database of addresses by its file name. */
  geoDatabase(fileName: string): GeoDatabase | undefined;
}

/** A database of what is known about IP addresses. */
export interface GeoDatabase {
  readonly type: string;
  /** The record of an address, null without one, and the length of the network that it is of. */
  lookUp(address: string): { readonly record: unknown; readonly prefixLength: number };
}

/** One kind of processor: a file in `processors/` and a word in `processor-types.ts`. */
export interface ProcessorType {
  readonly name: string;
  /** One sentence for the reference. */
  readonly summary: string;
  readonly options: Options;
  /** Reads options and gives what runs; whatever can be wrong with options is found here. */
  create(config: { readonly [key: string]: IngestValue }, making: Making): Run;
}

/** Joins the options of a kind of processor with what is made of their values. */
export function defineProcessor<O extends Options>(type: {
  readonly name: string;
  readonly summary: string;
  readonly options: O;
  create(values: Values<O>, making: Making): Run;
}): ProcessorType {
  return {
    name: type.name,
    summary: type.summary,
    options: type.options,
    create: (config, making) =>
      type.create(readOptions(type.options, { ...config }, making.place), making),
  };
}
