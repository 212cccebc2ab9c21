/**
 * The visitor and what the visitor has decided. The id is made with the first decision, not with the first visit, and goes with the last
 * moment at which a decision counts: one window of at most six months from the first deposit (C4), by the policy's calendar, which the server
 * has, or what it says is left.
 */

import {now, rfc3339} from './clock.js';
import {newId} from './outbox.js';
import {read, remove, write} from './store.js';

/** No six months in a row are shorter. */
const LONGEST = 181 * 24 * 60 * 60 * 1000;

/** {id, until, asked, signal: whether the browser's no was obeyed, choices: {purpose or purpose/recipient: [decision, time]}}; undefined if there is no visitor, or no longer. */
export const visitor = () => {
  const known = read('visitor');
  return known && known.until > now() ? known : undefined;
};

/** Whether there was one, whose window is over. */
export const isOver = () => !!read('visitor') && !visitor();

export const forgetVisitor = () => remove('visitor');

/** The visitor, made if there is none. @param time of the first decision @param terms tell how long one is valid that is made now */
export const visitorFrom = (time, terms) =>
  visitor() || {
    id: newId(),
    until: Math.min(time + LONGEST, ...[Date.parse(terms && terms.consentUntil)].filter((end) => end > time)),
    choices: {},
  };

const keyOf = ({purpose, recipient}) => (recipient ? `${purpose}/${recipient}` : purpose);

/** @param signal whether the browser said it, and not the person @param time when */
export const remember = (known, choices, signal, time = now()) => {
  // What is said for all recipients is said for each of whom something was said before.
  choices.forEach(({purpose, recipient}) =>
    Object.keys(known.choices).forEach((key) => {
      if (!recipient && key.startsWith(`${purpose}/`)) {
        delete known.choices[key];
      }
    })
  );
  choices.forEach((choice) => {
    known.choices[keyOf(choice)] = [choice.decision, rfc3339(time)];
  });
  known.asked = known.asked || !signal;
  known.signal = known.signal || signal;
  write('visitor', known);
};

/** The server has computed it with the policy's own calendar; it can only shorten. */
export const learnValidity = (id, consents) => {
  const known = visitor();
  if (known && known.id === id) {
    known.until = Math.min(known.until, ...consents.map(({validUntil}) => Date.parse(validUntil)).filter((end) => end));
    write('visitor', known);
  }
};

/** Forgets what was decided before the purpose became another one. @return the purposes to ask about again */
export const dropChanged = (purposes) => {
  const known = visitor();
  const changed = [];
  purposes.forEach(({id, changedAt}) => {
    Object.entries((known || {choices: {}}).choices).forEach(([key, [, at]]) => {
      if (key.split('/')[0] === id && changedAt && Date.parse(at) < Date.parse(changedAt)) {
        delete known.choices[key];
        changed.push(id);
      }
    });
  });
  if (changed.length) {
    write('visitor', known);
  }
  return [...new Set(changed)];
};

/** Whether it is granted, if only to one recipient. */
export const isGrantedToAny = (purpose) =>
  Object.entries(granted()).some(([key, yes]) => yes && key.split('/')[0] === purpose);

const decided = () => (visitor() || {choices: {}}).choices;

const lastOn = (purpose) => decided()[purpose] || [];

export const decisionOn = (purpose) => lastOn(purpose)[0];

export const isDecidedAfter = (purpose, time) => Date.parse(lastOn(purpose)[1]) > time;

/** {purpose: whether it is granted}, of all that was decided. */
export const granted = () => {
  const all = {};
  Object.entries(decided()).forEach(([key, [decision]]) => {
    all[key] = decision === 'granted';
  });
  return all;
};

export const isAnyGranted = () => Object.values(granted()).includes(true);
