import { TEMPLATE_LANGUAGE } from '../../index/stored-scripts.ts';
import { contextNames, scriptContext } from '../../script/contexts.ts';
import { ok, type RestRoute } from '../route.ts';

/** `GET /_script_context` */
export const getScriptContexts: RestRoute = {
  methods: ['GET'],
  paths: ['/_script_context'],
  parameters: [],
  handle: async () =>
    ok({
      contexts: contextNames().map((name) => ({
        name,
        methods: [{ name: 'execute', return_type: scriptContext(name).returns, params: [] }],
      })),
    }),
};

/** `GET /_script_language` */
export const getScriptLanguages: RestRoute = {
  methods: ['GET'],
  paths: ['/_script_language'],
  parameters: [],
  handle: async () =>
    ok({
      types_allowed: ['inline', 'stored'],
      language_contexts: [
        { language: TEMPLATE_LANGUAGE, contexts: ['ingest_template', 'template'] },
        { language: 'painless', contexts: contextNames() },
      ],
    }),
};
