/**
 * lethe.js: sends what people decide and do to Lethe's front door, and keeps it until it is there. `window.lethe(command, …)`; what was
 * called before this script came is done first. What it does and keeps is described in docs/front-ends.md.
 */

import {banners} from './banners.js';
import * as choices from './choices.js';
import {learnTime, now, rfc3339} from './clock.js';
import {OLDEST, STATEMENTS, dropActs, flush, onAnswer, onPrepare, put} from './outbox.js';
import {settings} from './settings.js';
import {VISITOR, read, remove, write} from './store.js';

/** What /v1/banner says: the policy's purposes, and what the categories of banners mean. For bad times it is kept beside a visitor. */
let terms = read('terms');

const listeners = {ask: [], change: []};
let asked;

const signalled = () => (navigator.globalPrivacyControl && terms ? terms.globalPrivacyControl : []);

/** Granted, and to no recipient refused: Google's signals know no recipients. */
const isWhole = (granted, purpose) =>
  granted[purpose] && !Object.keys(granted).some((key) => key.startsWith(`${purpose}/`) && !granted[key]);

const tellGoogle = (granted) => {
  const {dataLayer, gtag} = window;
  const google = gtag || (dataLayer && function () { dataLayer.push(arguments); });
  if (google && terms) {
    const update = {};
    Object.entries(terms.googleConsentMode).forEach(([signal, purposes]) => {
      update[signal] = purposes.every((purpose) => isWhole(granted, purpose)) ? 'granted' : 'denied';
    });
    google('consent', 'update', update);
  }
};

/** What belongs to the page, or to a banner: where that fails, nothing of ours does. */
const guarded = (run, ...rest) => {
  try {
    run(...rest);
  } catch (error) {
    console.error('lethe:', error);
  }
};

const emit = () => {
  const granted = choices.granted();
  listeners.change.forEach((listener) => guarded(listener, granted));
  guarded(tellGoogle, granted);
};

const noTo = (purpose) => (/granted|withdrawn/.test(choices.decisionOn(purpose)) ? 'withdrawn' : 'refused');

const choice = (purpose, yes) => ({purpose, decision: yes ? 'granted' : noTo(purpose)});

const noToAllSignalled = () => signalled().map((purpose) => choice(purpose));

/** "All" is no specific answer to a browser that says no. */
const specific = (chosen, method) =>
  method === 'accept-all'
    ? chosen.map((one) =>
        one.decision === 'granted' && signalled().includes(one.purpose) ? {...one, decision: noTo(one.purpose)} : one
      )
    : chosen;

/**
 * A statement of consent. With a subject it is a person's, and nothing of it is kept here; without, it is this visitor's.
 * `at`, by the device's clock, is when it was made, if not now.
 */
const consent = ({choices: said, tcString, subject, shown, against = noToAllSignalled(), at, ...proof}, done) => {
  const chosen = said && specific(said, proof.method);
  const time = Math.min(now(), now(at));
  const known = choices.visitorFrom(time, terms);
  const body = {
    subject: subject ? withVisitor(subject) : {visitorId: known.id},
    ...(tcString ? {tcString} : {choices: chosen}),
    proof: {
      policyVersion: settings.policyVersion,
      noticeId: settings.noticeId || 'page',
      language: (settings.language || document.documentElement.lang || navigator.language).replace('_', '-'),
      method: 'save',
      page: location.origin + location.pathname,
      ...proof,
    },
  };
  if (!subject) {
    if (terms) {
      write('terms', terms);
    }
    choices.remember(known, shown || chosen || [], proof.method === 'signal', time);
    asked = undefined;
    emit();
  }
  put(STATEMENTS, body, done, time);
  if (tcString && !subject && against.length) {
    // The string itself says all, and the server reads it.
    refuseForSignal(against, at);
  }
};

/** Where nothing is granted the device is not made known as the person's. */
const withVisitor = (subject) =>
  choices.isAnyGranted() ? {visitorId: choices.visitor().id, ...subject} : subject || {};

const interaction = ({kind, dataCategories, subject}, done) => {
  const who = withVisitor(subject);
  if (!Object.keys(who).length) {
    console.warn('lethe: no subject and no consent, not sent');
    return;
  }
  put('interactions', {subject: who, kind, dataCategories}, done);
};

/** Takes back what was granted, then forgets the visitor; unsent decisions are still sent. */
const forget = () => {
  const chosen = Object.entries(choices.granted())
    .filter(([, granted]) => granted)
    .map(([key]) => {
      const [purpose, recipient] = key.split('/');
      return {purpose, ...(recipient && {recipient}), decision: 'withdrawn'};
    });
  if (chosen.length) {
    consent({choices: chosen, method: 'api'});
  }
  chosenBanners().forEach((name) => guarded(banners[name].forget));
  choices.forgetVisitor();
  remove('terms');
  remove('said');
  dropActs();
  emit();
};

/** Before a hand was moved on this page nobody can have chosen anything on it, whatever a banner says. */
const isByHand = () => !navigator.userActivation || navigator.userActivation.hasBeenActive;

/** What banners said, until the policy is known that tells what it means; the next page may be the first to learn it. */
const heard = () => read('said') || {};

/** @param answers category to whether it was accepted @param how `found` where the banner keeps it, or with a `tcString` */
const report = (name, answers, how = {}) => {
  // What is found is no newer than what was heard.
  if (how.found ? !heard()[name] : isByHand()) {
    write('said', {...heard(), [name]: {at: Date.now(), answers, ...how}});
    terms && translateAll();
  }
};

const translateAll = () => {
  const said = Object.entries(heard());
  remove('said');
  said.forEach(([name, one]) => Date.now() - one.at < OLDEST && translate(name, one));
};

/**
 * Sent if it is news, and by hand or found where the banner keeps it. What was found says no more than that it was said once:
 * it grants nothing that has been decided on since.
 */
const translate = (name, {at, answers, found, tcString}) => {
  const byPurpose = {};
  Object.entries(terms.banners[name] || {}).forEach(([category, purposes]) => {
    // Whom a platform does not list, nobody has agreed to.
    const answer = tcString ? !!answers[category] : answers[category];
    if (answer !== undefined) {
      // Of two categories with one purpose, the one that protects more counts.
      purposes.forEach((purpose) => (byPurpose[purpose] = answer && byPurpose[purpose] !== false));
    }
  });
  const given = Object.values(byPurpose);
  const how = found ? 'api' : !given.includes(false) ? 'accept-all' : given.includes(true) ? 'save' : 'reject-all';
  const all = Object.entries(byPurpose).map(([purpose, answer]) => choice(purpose, answer));
  // Neither what was found nor a string tells whether each purpose was answered, or all.
  const chosen = specific(all, found || tcString ? 'accept-all' : how).filter(
    ({purpose, decision}) =>
      !choices.isDecidedAfter(purpose, now(at)) && (!found || decision !== 'granted' || !choices.decisionOn(purpose))
  );
  const isNews = chosen.some(({purpose, decision}) => decision !== choices.decisionOn(purpose));
  if (tcString || isNews) {
    // Not each vendor of a purpose has to be listed by the platform, and the server counts them one by one.
    const against = given.includes(true) ? noToAllSignalled().filter(({purpose}) => purpose in byPurpose) : [];
    const said = tcString ? {tcString, shown: chosen, against} : {choices: chosen};
    consent({...said, at, method: how, noticeId: settings.noticeId || name});
  }
};

const chosenBanners = () => (settings.banner || '').split(' ').filter((name) => banners[name]);

/** @param reason 'expired', 'changed', or 'missing' where the visitor has not decided yet and banners ask by themselves */
const ask = (reason, purposes) => {
  asked = [reason, purposes];
  if (reason !== 'missing') {
    chosenBanners().forEach((name) => guarded(banners[name].ask));
  }
  listeners.ask.forEach((listener) => guarded(listener, reason, purposes));
};

/** Whether what was decided still counts. */
const check = () => {
  if (choices.isOver()) {
    const purposes = Object.keys(read('visitor').choices);
    choices.forgetVisitor();
    emit();
    ask('expired', purposes);
    return;
  }
  const changed = terms ? choices.dropChanged(terms.purposes) : [];
  if (changed.length) {
    emit();
    ask('changed', changed);
  } else if (terms && !asked && !(choices.visitor() || {}).asked) {
    ask('missing', []);
  }
};

const refuseForSignal = (refused, at) => consent({choices: refused, at, method: 'signal', noticeId: 'gpc'});

/**
 * A browser that says no for its owner is taken at its word, once in each window: what was granted before it said so is taken back. It
 * said so before anything that its owner has answered since.
 */
const obeySignal = () => {
  const known = choices.visitor() || {};
  const refused = noToAllSignalled().filter(
    ({purpose}) => !choices.decisionOn(purpose) || (!known.signal && choices.isGrantedToAny(purpose))
  );
  if (refused.length) {
    refuseForSignal(refused, Math.min(...Object.values(heard()).map(({at}) => at - 1)));
  } else if (known.id && signalled().length) {
    choices.remember(known, [], true);
  }
};

const learn = (answer) => {
  terms = answer;
  if (choices.visitor()) {
    write('terms', terms);
  }
  learnTime(terms.now);
  if (choices.visitor()) {
    guarded(tellGoogle, choices.granted());
  }
  obeySignal();
  translateAll();
  check();
  flush();
};

let pause = 500;
const fetchTerms = () =>
  fetch(`${settings.url}/v1/banner`, {credentials: 'omit'})
    .then((answer) => (answer.ok ? answer.json() : Promise.reject()))
    .then(learn, () => setTimeout(fetchTerms, (pause = Math.min(2 * pause, 300000))));

/** A statement that was made before the policy was known waits for its version; and nothing was said later than now, by a clock that is known now. */
onPrepare(({body}) => {
  body.occurredAt = rfc3339(Math.min(Date.parse(body.occurredAt), now()));
  if (!body.proof || body.proof.policyVersion) {
    return true;
  }
  body.proof.policyVersion = terms && terms.policyVersion;
  return !!terms;
});

onAnswer(({path, body}, {events}) => {
  if (path === STATEMENTS && events) {
    choices.learnValidity(body.subject.visitorId, events[0].consents || []);
  }
});

let started = false;
const start = () => {
  if (started || !settings.url) {
    return;
  }
  started = true;
  check();
  if (choices.visitor()) {
    emit();
  }
  chosenBanners().forEach((name) => guarded(banners[name].listen, (answers, how) => report(name, answers, how)));
  // Another tab has decided.
  addEventListener('storage', ({key}) => key === VISITOR && emit());
  fetchTerms();
  flush();
  // A page may stay open for days.
  setInterval(check, 60 * 60 * 1000);
};

const commands = {
  init(more) {
    Object.assign(settings, more);
    start();
  },
  consent,
  interaction,
  forget,
  onask(listener) {
    listeners.ask.push(listener);
    if (asked) {
      listener(...asked);
    }
  },
  onchange(listener) {
    listeners.change.push(listener);
    if (choices.visitor()) {
      listener(choices.granted());
    }
  },
};

const before = (window.lethe && window.lethe.q) || [];
// The page is never broken by us.
window.lethe = (command, ...rest) => guarded((...all) => commands[command](...all), ...rest);
before.forEach((call) => window.lethe(...call));
start();
