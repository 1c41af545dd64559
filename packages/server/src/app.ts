import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import { compressFiles } from './compress.ts';
import { errorHandler } from './error-handler.ts';
import { security } from './security.ts';
import { staticUi } from './static-ui.ts';

/** Nothing that a page sends to us is larger. */
const BODY_BYTES_MAX = 256 * 1024;
const PARAMETER_CHARACTERS_MAX = 512;

export interface AppOptions {
  readonly log: FastifyBaseLogger;
  /** Folder of the built UI. */
  readonly uiFolder: string;
}

/** The HTTP server without its routes: guard, security headers, error answers, the UI's files. */
export async function buildApp({ log, uiFolder }: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: PARAMETER_CHARACTERS_MAX },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true, useDefaults: true } },
  });
  security(app);
  errorHandler(app);
  compressFiles(app);
  await staticUi(app, uiFolder);
  return app;
}
