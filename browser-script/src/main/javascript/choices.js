/**
 * The visitor and what the visitor has decided. The id is made with the first decision, not with the first visit, and goes with the last
 * moment at which a decision counts: one window of at most six months from the first deposit (C4), or what the server says is left.
 */

import {monthsAfter, now, rfc3339} from './clock.js';
import {newId} from './outbox.js';
import {read, remove, write} from './store.js';

const MOST_MONTHS = 6;

/** {id, until, asked, signal: whether the browser's no was obeyed, choices: {purpose or purpose/recipient: [decision, time]}}; undefined if there is no visitor, or no longer. */
export const visitor = () => {
  const known = read('visitor');
  return known && known.until > now() ? known : undefined;
};

/** Whether there was one, whose window is over. */
export const isOver = () => !!read('visitor') && !visitor();

export const forgetVisitor = () => remove('visitor');

/** The visitor, made if there is none. @param terms what the policy says about purposes */
export const visitorFrom = (terms) =>
  visitor() || {id: newId(), until: longest(now(), (terms && terms.purposes) || []), choices: {}};

const longest = (time, purposes) =>
  Math.min(
    monthsAfter(time, MOST_MONTHS),
    ...purposes.map(({validFor}) => {
      const [, number, unit] = /^P(\d+)([MD])$/.exec(validFor || '') || [];
      return unit === 'M' ? monthsAfter(time, +number) : unit ? time + number * 864e5 : Infinity;
    })
  );

const keyOf = ({purpose, recipient}) => (recipient ? `${purpose}/${recipient}` : purpose);

/** @param signal whether the browser said it, and not the person */
export const remember = (known, choices, signal) => {
  // What is said for all recipients is said for each of whom something was said before.
  choices.forEach(({purpose, recipient}) =>
    Object.keys(known.choices).forEach((key) => {
      if (!recipient && key.startsWith(`${purpose}/`)) {
        delete known.choices[key];
      }
    })
  );
  choices.forEach((choice) => {
    known.choices[keyOf(choice)] = [choice.decision, rfc3339(now())];
  });
  known.asked = known.asked || !signal;
  known.signal = known.signal || signal;
  write('visitor', known);
};

/** The server has computed it with the policy's own calendar; it can only shorten. */
export const learnValidity = (id, consents) => {
  const known = visitor();
  if (known && known.id === id && consents && consents.length) {
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

export const decisionOn = (purpose) => (((visitor() || {choices: {}}).choices)[purpose] || [])[0];

/** {purpose: whether it is granted}, of all that was decided. */
export const granted = () => {
  const all = {};
  Object.entries((visitor() || {choices: {}}).choices).forEach(([key, [decision]]) => {
    all[key] = decision === 'granted';
  });
  return all;
};

export const isAnyGranted = () => Object.values(granted()).includes(true);
