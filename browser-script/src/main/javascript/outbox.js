/**
 * Events that the front door has not acknowledged yet. Each lies in storage under its own id, so that tabs neither overwrite each other's
 * nor, sending one at a time under a lock, send one twice; what is sent again carries the same id, and changes nothing (S1).
 */

import {now, rfc3339} from './clock.js';
import {settings} from './settings.js';
import {names, read, remove, write} from './store.js';

const MOST_EVENTS = 100;
const MOST_CHARACTERS = 64 * 1024;
export const OLDEST = 7 * 24 * 60 * 60 * 1000;
const LONGEST_PAUSE = 5 * 60 * 1000;

/** Longer than the front door takes for any answer. */
const PATIENCE = 15 * 1000;

const EVENT = 'event.';
export const STATEMENTS = 'consent-statements';

/** This page's own: id to whether it was tried, and whom to tell. */
const own = new Map();

let failures = 0;
let timer;
let busy = false;
let {locks} = navigator;
let answered = () => {};

/** @param listener told of every event that was accepted, with the server's answer */
export const onAnswer = (listener) => {
  answered = listener;
};

export const newId = () =>
  crypto.randomUUID
    ? crypto.randomUUID()
    : // Pages without TLS have no randomUUID, but addresses that end with one (File API, 8.3).
      URL.createObjectURL(new Blob()).slice(-36);

/**
 * @param path which kind of event, as in the address
 * @param body without its id, time and source
 * @param done told 'accepted' or 'refused', if that happens while the page lives
 * @param time when it happened
 */
export const put = (path, body, done, time = now()) => {
  const id = newId();
  own.set(id, {done});
  const source = settings.source || location.hostname;
  write(EVENT + id, {path, at: Date.now(), body: {eventId: id, occurredAt: rfc3339(time), source, ...body}});
  makeRoom();
  flush();
};

/** The unsent, the oldest first. */
const unsent = () =>
  names(EVENT)
    .map((id) => [id, read(EVENT + id)])
    .filter(([, event]) => event && event.path)
    .sort(([, one], [, other]) => one.at - other.at);

/** How long the server wants us all to stay away. */
const pauseLeft = () => {
  const left = (read('pause') || 0) - Date.now();
  return left <= LONGEST_PAUSE ? Math.max(left, 0) : 0;
};

const drop = (id) => {
  own.delete(id);
  remove(EVENT + id);
};

/** What people do goes before what they decide. */
const makeRoom = () => {
  let events = unsent();
  while (events.length > MOST_EVENTS || JSON.stringify(events).length > MOST_CHARACTERS) {
    const victim = events.find(([, event]) => event.path !== STATEMENTS) || events[0];
    drop(victim[0]);
    console.warn('lethe: too much, dropped one');
    events = unsent();
  }
};

/** Nothing but decisions is kept: they have to be told even when the device forgets. */
export const dropActs = () =>
  unsent().forEach(([id, event]) => {
    if (event.path !== STATEMENTS) {
      drop(id);
    }
  });

/** @param prepare completes an event before it is sent for the first time; false if it has to wait */
let prepare = () => true;
export const onPrepare = (preparer) => {
  prepare = preparer;
};

/** Sends what there is, unless that is under way. */
export const flush = () => {
  clearTimeout(timer);
  if (!busy && settings.url && unsent().length) {
    busy = true;
    const sent = locks ? locks.request('lethe', sendAll) : sendAll();
    sent.then(
      (pause) => {
        busy = false;
        if (pause) {
          timer = setTimeout(flush, pause);
        } else {
          flush();
        }
      },
      () => {
        // A page that may keep nothing may have no locks either, and has nothing in common with other tabs.
        busy = locks = false;
        timer = setTimeout(flush, 1000);
      }
    );
  }
};

/** @return how long to pause because something is left; nothing if nothing is */
const sendAll = async () => {
  const blocked = new Set();
  for (;;) {
    const next = unsent().find(([id]) => !blocked.has(id));
    if (pauseLeft()) {
      return pauseLeft();
    }
    if (!next) {
      return blocked.size ? backOff() : undefined;
    }
    const [id, event] = next;
    if (Date.now() - event.at > OLDEST) {
      drop(id);
      continue;
    }
    if (!prepare(event)) {
      blocked.add(id);
      continue;
    }
    if (own.has(id)) {
      own.get(id).tried = true;
    }
    write(EVENT + id, event);
    const answer = await send(event);
    if (!answer || [408, 429].includes(answer.status) || answer.status >= 500) {
      const seconds = answer && +answer.headers.get('Retry-After');
      if (seconds) {
        // For every tab, and the next page.
        write('pause', Date.now() + Math.min(seconds * 1000, LONGEST_PAUSE));
      }
      return pauseLeft() || backOff();
    }
    failures = 0;
    const outcome = answer.ok ? 'accepted' : 'refused';
    // Another tab, whose event it may be, hears of it by what is written there last.
    write(EVENT + id, outcome);
    tell(id, outcome);
    if (answer.ok) {
      answered(event, await answer.json().catch(() => ({})));
    } else {
      console.warn(`lethe: refused (${event.path}, ${answer.status})`);
    }
  }
};

/** What becomes of an event is told once, and it is kept no longer. Where the page's function fails, nothing of ours does. */
const tell = (id, outcome) => {
  const {done} = own.get(id) || {};
  drop(id);
  done && setTimeout(done, 0, outcome);
};

addEventListener('storage', ({key, newValue}) => {
  const id = (key || '').split(EVENT)[1];
  if (own.has(id) && /^"/.test(newValue)) {
    tell(id, JSON.parse(newValue));
  }
});

const send = (event) =>
  fetch(`${settings.url}/v1/${event.path}`, {
    method: 'POST',
    keepalive: true,
    credentials: 'omit',
    headers: {'Content-Type': 'application/json', ...(settings.key && {Authorization: `Bearer ${settings.key}`})},
    body: JSON.stringify(event.body),
    signal: AbortSignal.timeout && AbortSignal.timeout(PATIENCE),
  }).catch(() => undefined);

/** Twice as long each time, and not all browsers at once. */
const backOff = () => Math.min(1000 * 2 ** failures++, LONGEST_PAUSE) * (0.5 + Math.random() / 2);

/** Another network, or back from the cache of pages: no reason to wait. */
const hurry = () => {
  failures = 0;
  flush();
};
addEventListener('online', hurry);
addEventListener('pageshow', ({persisted}) => {
  persisted && hurry();
});

/** The page goes away: what it could not try yet goes as a beacon. It stays in storage, for nobody will hear the answer. */
addEventListener('pagehide', () => {
  const survives = 'keepalive' in Request.prototype;
  own.forEach(({tried}, id) => {
    const event = read(EVENT + id);
    if (event && settings.url && !(tried && survives) && prepare(event)) {
      navigator.sendBeacon(
        `${settings.url}/v1/${event.path}?key=${encodeURIComponent(settings.key || '')}`,
        JSON.stringify(event.body)
      );
    }
  });
});
