/** The console's page: who is in, in which language, and which view. All that it shows it asks the console for, live. */
import {ask, prove} from './ask.js';
import * as audit from './audit.js';
import * as consents from './consents.js';
import * as deadlines from './deadlines.js';
import * as enter from './enter.js';
import * as erasures from './erasures.js';
import {find, head} from './element.js';
import * as flow from './flow.js';
import * as holds from './holds.js';
import * as letters from './letters.js';
import * as rights from './rights.js';
import * as subject from './subject.js';
import * as waves from './waves.js';
import {language, say, speak} from './words.js';

/** Who sees what; what is not here is seen by everybody. */
const SEEN_BY = {
  erasures: ['operator', 'dpo', 'auditor'],
  rights: ['operator', 'dpo', 'auditor'],
  waves: ['operator', 'dpo', 'auditor'],
  holds: ['operator', 'dpo', 'auditor'],
  letters: ['operator', 'dpo', 'auditor'],
  subject: ['dpo', 'auditor'],
  audit: ['dpo', 'auditor'],
};
/** Who decides, and where not all of them do, who. */
const ACTORS = ['operator', 'dpo'];
const ACTORS_OF = {rights: ['dpo'], letters: ['operator']};
const SHOWN = {deadlines, erasures, rights, consents, waves, holds, letters, subject, audit};
const VIEWS = ['flow', ...Object.keys(SHOWN)];

const figure = ({concerns, steps}, id) => (concerns.find((one) => one.id === id) ?? steps.find((one) => one.id === id)) ?? {};

/** Which live figure says that a view's list is worth another look. */
const TOLD_BY = {
  erasures: (flow) => figure(flow, 'erasures-waiting').value,
  rights: (flow) => figure(flow, 'rights').total,
  consents: (flow) => figure(flow, 'consent-changes').total,
  waves: (flow) => figure(flow, 'erasures-held').value,
  holds: (flow) => figure(flow, 'events').kinds?.hold,
  audit: ({recorded}) => recorded,
};

const is = ({roles}, words) => roles.some((role) => words.includes(role));

const viewsOf = (one) => VIEWS.filter((view) => !SEEN_BY[view] || is(one, SEEN_BY[view]));

let session;
let stream;

let told;

/** Looks at the list that is shown where its figure has changed, and once more a moment later: the list may be a little behind the figure. */
const look = (flow) => {
  const figures = Object.fromEntries(Object.entries(TOLD_BY).map(([one, of]) => [one, of(flow)]));
  const shown = view();
  const hasChanged = told && told.figures[shown] !== figures[shown];
  if (hasChanged || told?.changed === shown) {
    SHOWN[shown].refresh();
  }
  told = {figures, changed: hasChanged ? shown : undefined};
};

const translate = () => {
  document.documentElement.lang = language;
  document.querySelectorAll('[data-word]').forEach((one) => (one.textContent = say(one.dataset.word)));
  document.querySelectorAll('[data-words]').forEach((one) => one.replaceChildren(...one.dataset.words.split(' ').map((word) => head(say(word)))));
  document.querySelectorAll('[data-label]').forEach((one) => one.setAttribute('aria-label', say(one.dataset.label)));
  const other = find('#language');
  other.textContent = say('language');
  other.lang = say('languageOf');
  if (session) {
    find('#who').textContent = say('as', {name: session.name, roles: session.roles.map((role) => say(role)).join(', ')});
    document.title = `${say(view())} – Lethe`;
  } else {
    document.title = `${say('enter')} – Lethe`;
  }
  enter.draw();
  flow.draw();
  Object.values(SHOWN).forEach((one) => one.draw());
};

const forget = () => {
  told = undefined;
  flow.forget();
  Object.values(SHOWN).forEach((one) => one.forget());
};

const view = () => {
  const asked = location.hash.slice(1);
  return viewsOf(session).includes(asked) ? asked : 'flow';
};

const listen = () => {
  stream = new EventSource('/api/live');
  stream.addEventListener('flow', ({data}) => {
    const now = JSON.parse(data);
    flow.draw(now);
    deadlines.hear();
    erasures.hear();
    if (session) {
      look(now);
    }
  });
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
  ['nav', '.who'].forEach((one) => (find(one).hidden = !session));
  VIEWS.forEach((one) => {
    const isOpen = !!session && view() === one;
    const link = find(`nav a[href="#${one}"]`);
    find(`#view-${one}`).hidden = !isOpen;
    link.parentElement.hidden = !session || !viewsOf(session).includes(one);
    isOpen ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
  });
  translate();
  if (session) {
    SHOWN[view()]?.show(is(session, ACTORS_OF[view()] ?? ACTORS), is(session, ACTORS));
  }
};

addEventListener('hashchange', () => {
  // The link to skip to the content is no view.
  if (session && VIEWS.includes(location.hash.slice(1))) {
    show();
    find('#main').focus();
  }
});

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
  prove(session?.proof);
  if (session) {
    enter.forget();
    listen();
  } else {
    forget();
    enter.show();
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
      error.textContent = say('badToken');
      field.focus();
    }
  } catch {
    error.textContent = say('unreachable');
  }
});

find('#leave').addEventListener('click', async () => {
  await ask('/api/session', {method: 'DELETE'}).catch(() => undefined);
  enter.leave(session.vouchedFor);
  session = undefined;
  prove(undefined);
  stream?.close();
  forget();
  enter.show();
  show();
  find('#token').focus();
});

find('#language').addEventListener('click', async () => {
  try {
    await speak(say('languageOf'));
    translate();
  } catch {
    // The console is away, which the page says by itself; the next click asks again.
  }
});

translate();
begin();
