/** The console's page: who is in, in which language, and which view. All that it shows it asks the console for, live. */
import * as flow from './flow.js';
import {language, say, speak} from './words.js';

const find = (selector) => document.querySelector(selector);

let session;
let stream;

const translate = () => {
  document.documentElement.lang = language;
  document.querySelectorAll('[data-word]').forEach((one) => (one.textContent = say(one.dataset.word)));
  document.querySelectorAll('[data-label]').forEach((one) => one.setAttribute('aria-label', say(one.dataset.label)));
  const other = find('#language');
  other.textContent = say('language');
  other.lang = say('languageOf');
  if (session) {
    find('#who').textContent = say('as', {name: session.name, roles: session.roles.map((role) => say(role)).join(', ')});
    document.title = `${say('flow')} – Lethe`;
  } else {
    document.title = `${say('enter')} – Lethe`;
  }
  flow.draw();
};

const ask = (path, {method = 'GET', body} = {}) =>
  fetch(path, {
    method,
    headers: {
      ...(body && {'Content-Type': 'application/json'}),
      ...(session && {'X-Lethe-Proof': session.proof}),
    },
    body: body && JSON.stringify(body),
  });

const listen = () => {
  stream = new EventSource('/api/live');
  stream.addEventListener('flow', ({data}) => flow.draw(JSON.parse(data)));
  stream.addEventListener('error', () => {
    find('#live').textContent = say('waiting');
    if (stream.readyState === EventSource.CLOSED) {
      // It was refused, or something between answered for the console: either the session is over, or it is worth another try.
      setTimeout(() => session && begin(), 2000);
    }
  });
};

const show = () => {
  find('#enter').hidden = !!session;
  ['#view-flow', 'nav', '.who'].forEach((one) => (find(one).hidden = !session));
  find('nav a').setAttribute('aria-current', 'page');
  translate();
};

/** With the session that the browser has, if it has one. */
const begin = async () => {
  stream?.close();
  try {
    const answer = await ask('/api/session');
    session = answer.ok ? await answer.json() : answer.status === 401 ? undefined : session;
  } catch {
    setTimeout(begin, 2000);
    return;
  }
  if (session) {
    listen();
  } else {
    flow.forget();
  }
  show();
};

find('#enter form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = find('#token');
  const error = find('#enter-error');
  error.textContent = '';
  try {
    const answer = await ask('/api/session', {method: 'POST', body: {token: field.value.trim()}});
    if (answer.ok) {
      field.value = '';
      await begin();
      find('#main').focus();
    } else {
      error.textContent = say('refused');
      field.focus();
    }
  } catch {
    error.textContent = say('unreachable');
  }
});

find('#leave').addEventListener('click', async () => {
  await ask('/api/session', {method: 'DELETE'}).catch(() => undefined);
  session = undefined;
  stream?.close();
  flow.forget();
  show();
  find('#token').focus();
});

find('#language').addEventListener('click', () => {
  speak(say('languageOf'));
  translate();
});

translate();
begin();
