import { stringifyExact } from '../../index/exact-json.ts';
import { RawJson, toJsonText } from '../../search/json-text.ts';
import { ok, type RestRoute } from '../route.ts';
import { answerSearches, msearch } from './msearch.ts';
import { renderTemplate } from './render-template.ts';
import { search } from './search.ts';

/** `GET|POST /{index}/_search/template`: a search whose body is a template that is filled in first. */
export const searchTemplate: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_search/template', '/:index/_search/template'],
  parameters: [...new Set([...search.parameters, 'profile'])],
  handle: async (request, store) => {
    const { parameters } = request;
    const rendered = renderTemplate(request.body, store);
    const profile = parameters.has('profile')
      ? { profile: parameters.boolean('profile', false) }
      : {};
    const body = Buffer.from(stringifyExact({ ...rendered, ...profile }));
    return search.handle({ ...request, body }, store);
  },
};

/** `GET|POST /_render/template/{id}`: the search that a template gives, without searching. */
export const renderSearchTemplate: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_render/template', '/_render/template/:id'],
  parameters: [],
  handle: async ({ body, part }, store) => {
    const rendered = renderTemplate(body, store, part('id'));
    return ok(toJsonText({ template_output: new RawJson(stringifyExact(rendered)) }));
  },
};

/** `GET|POST /{index}/_msearch/template`: several of them; one that cannot be filled in fails only itself. */
export const msearchTemplate: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_msearch/template', '/:index/_msearch/template'],
  takesLines: true,
  parameters: msearch.parameters,
  handle: async (request, store) =>
    answerSearches(request, store, (body) =>
      Buffer.from(stringifyExact(renderTemplate(body, store))),
    ),
};
