import { createMemoryHistory } from '@tanstack/react-router';
import { cleanup, render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { vi } from 'vitest';
import { makeQueryClient } from '../api/query-client.ts';
import { App } from '../app.tsx';
import { chooseZone } from '../controls/time/zone.ts';
import { i18n } from '../i18n/i18n.ts';
import { makeRouter } from '../router.tsx';
import { FakeEventSource } from './fake-event-source.ts';
import { type StandInReply, standInReply } from './stand-in-api.ts';

/** The moment at which the stand-in's world is. */
const TEST_NOW = Date.parse('2026-11-22T10:20:00.000Z');

/** Answers for paths; what is not among them comes from the stand-in. `pending` never answers. */
export type Answers = Readonly<
  Record<string, StandInReply | 'pending' | ((url: URL) => StandInReply)>
>;

/** Opens the whole UI at an address, with a server made of answers. */
export function openPage(address: string, answers: Answers = {}) {
  const asked: URL[] = [];
  FakeEventSource.all.length = 0;
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('fetch', async (path: string) => {
    const url = new URL(path, 'http://localhost');
    asked.push(url);
    return respond(url, answers[url.pathname]);
  });
  const history = createMemoryHistory({ initialEntries: [address] });
  render(<App router={makeRouter(history)} client={makeQueryClient()} env="test" />);
  return { asked, history, user: userEvent.setup() };
}

/** Takes everything down that `openPage` put up; for `afterEach`. */
export async function closePage(): Promise<void> {
  cleanup();
  vi.unstubAllGlobals();
  chooseZone('browser');
  localStorage.clear();
  await i18n.changeLanguage('en');
}

/** An answer that refuses, as the server words it. */
export function refusal(status: number, type: string, reason: string): StandInReply {
  return { status, body: { error: { type, reason } } };
}

function respond(url: URL, answer: Answers[string] | undefined): Promise<Response> {
  if (answer === 'pending') {
    return new Promise(() => {});
  }
  const reply =
    typeof answer === 'function' ? answer(url) : (answer ?? standInReply(url, TEST_NOW));
  return Promise.resolve(Response.json(reply.body, { status: reply.status }));
}
