/** Rights requests that are open, in the order in which they are due, with the clock of each; and the decision on one of them. */
import {ask} from './ask.js';
import {codeButton, codeOf} from './codes.js';
import {wrong} from './decide.js';
import {button, cell, element, find} from './element.js';
import {handOut} from './export.js';
import {list} from './list.js';
import {open as openSystems, progress} from './systems.js';
import {language, moment, say} from './words.js';

const DAY = 86400000;

/** Why a request is refused; the last two are for erasure alone (art. 17(3) GDPR). */
const REASONS = ['suspected-fraud', 'insufficient-verification', 'no-match', 'not-covered', 'manifestly-unfounded-or-excessive', 'other'];
const AGAINST_ERASURE = ['legal-obligation', 'legal-claims'];

/** Rights that are answered with what is stored of a person. */
const EXPORTS = ['access', 'portability'];

/** Acts that are done at a time of their own, which may have been before somebody says so. */
const AT_A_TIME = ['ask-for-proof', 'extend', 'fulfil'];

/** Where a request is worked on. */
const WORKED_ON = ['open', 'extended', 'in-progress'];

let mayDecide = false;
let mayAnswer = false;
/** What was decided while a request stood as it did; a decision takes its way through the pipeline. */
const decided = new Map();

const keyOf = ({requestId, right}) => `${requestId} ${right}`;
const standing = ({status, dueAt, allowed}) => `${status} ${dueAt} ${allowed}`;
const nameOf = ({requestId, right}) => `${say(`right:${right}`)}, ${requestId.slice(-12)}`;

/** One row for each request: what was made for a device too is the same request. */
const requests = () => {
  const all = new Map();
  rights.pages().flatMap((page) => page.requests).forEach((one) => {
    const known = all.get(keyOf(one));
    if (!known || (one.kind === 'contact' && known.kind !== 'contact')) {
      all.set(keyOf(one), one);
    }
  });
  return [...all.values()];
};

const inDays = ({dueAt}) =>
  new Intl.RelativeTimeFormat(language, {numeric: 'auto'}).format(
    Math.floor((Date.parse(dueAt) - Date.parse(rights.pages().at(-1).at)) / DAY),
    'day'
  );

const clockOf = (one) => {
  const told = element('span', say(`clock:${one.clock}`), `clock ${one.clock}`);
  const more = one.clock !== 'paused' ? inDays(one) : one.proofBy ? say('proofBy', {time: moment(one.proofBy)}) : '';
  return more ? [told, element('span', more, 'help')] : [told];
};

const actOn = (one) => {
  const before = decided.get(keyOf(one));
  if (before) {
    return [say('decided', {decision: say(`act:${before.act}`)})];
  }
  return one.allowed.length ? [button(say('rightsDecide'), () => open(one), `${say('rightsDecide')} ${nameOf(one)}`)] : [];
};

const exportOf = (one) =>
  EXPORTS.includes(one.right) && one.status !== 'identity-to-be-proven'
    ? [
        button(
          say('export'),
          async () => {
            find('#rights-says').textContent = await handOut({subjectId: one.subjectId, right: one.right, reason: 'request', reference: one.requestId});
          },
          `${say('export')} ${nameOf(one)}`
        ),
      ]
    : [];

/** What recipient systems have said, of a request that asks them. */
const systemsOf = (one) =>
  one.systems?.length
    ? [
        element('span', progress(one)),
        button(
          say('systemsLook'),
          () => openSystems(one, {name: nameOf(one), may: mayAnswer && WORKED_ON.includes(one.status), taken: (systems) => done(say('systemsNoted', {systems: systems.join(', '), what: nameOf(one)}))}),
          `${say('systemsLook')} ${nameOf(one)}`
        ),
      ]
    : [];

/** Says what was done, and looks a moment later at what has become of it. */
const done = (text) => {
  find('#main').focus();
  find('#rights-says').textContent = text;
  rights.soon();
};

const row = (one) => {
  const made = document.createElement('tr');
  const head = element('th', moment(one.dueAt));
  head.scope = 'row';
  const request = cell(one.requestId.slice(-12));
  request.title = one.requestId;
  made.append(
    head,
    cell(...clockOf(one)),
    cell(say(`right:${one.right}`)),
    cell(say(`state:${one.status}`), ...(one.extended && one.status !== 'extended' ? [element('span', say('state:extended'), 'help')] : []), ...(one.code ? [element('span', codeOf(one), 'help')] : [])),
    request,
    cell(moment(one.receivedAt)),
    cell(...systemsOf(one)),
    cell(...(mayDecide ? [...actOn(one), ...codeButton(one, {name: nameOf(one), taken: done}), ...exportOf(one)] : []))
  );
  return made;
};

const options = (select, words, values, first) => {
  const chosen = select.value;
  select.replaceChildren(
    ...[...(first === undefined ? [] : ['']), ...values].map((value) => {
      const made = element('option', value ? say(`${words}:${value}`) : say(first));
      made.value = value;
      return made;
    })
  );
  select.value = [...select.options].some(({value}) => value === chosen) ? chosen : select.options[0]?.value;
};

export const draw = () => {
  options(find('#rights-of-state'), 'state', ['identity-to-be-proven', 'open', 'extended', 'in-progress'], 'all');
  options(
    find('#rights-of-right'),
    'right',
    ['access', 'rectification', 'erasure', 'restriction', 'portability', 'objection', 'consent-withdrawal'],
    'all'
  );
  const all = requests();
  find('#rights-list').hidden = !all.length;
  find('#rights-list tbody').replaceChildren(...all.map(row));
  find('#rights-says').textContent = rights.says(all, 'nothingOpen', 'rightsNotCounted');
};

const heard = () => {
  const stand = new Map(requests().map((one) => [keyOf(one), standing(one)]));
  decided.forEach(({stood}, key) => stand.get(key) === stood || decided.delete(key));
};

const asked = () => ({state: find('#rights-of-state').value, right: find('#rights-of-right').value});

const rights = list({view: 'rights', path: '/api/rights-requests', draw, asked, within: '#rights-list', heard});

export const {refresh} = rights;

/** How far a zone is ahead at an instant. */
const ahead = (zone, instant) => {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  }).formatToParts(instant);
  const {year, month, day, hour, minute, second} = Object.fromEntries(parts.map(({type, value}) => [type, +value]));
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
};

/** A time of the wall where the policy applies, wherever the reader is. */
const instantOf = (wall, zone) => {
  const there = Date.parse(`${wall}Z`);
  const nearly = there - ahead(zone, there);
  return new Date(there - ahead(zone, nearly)).toISOString();
};

let chosen;
const fit = () => {
  const act = find('#rights-act').value;
  find('#rights-help').textContent = say(`actHelp:${act}`);
  find('#rights-when-field').hidden = !AT_A_TIME.includes(act);
  find('#rights-reason-field').hidden = act !== 'refuse';
  find('#rights-reference-field').hidden = act !== 'fulfil';
  find('#rights-text').required = act === 'refuse' && find('#rights-reason').value === 'other';
};

const open = (one) => {
  chosen = {one, eventId: crypto.randomUUID()};
  find('#rights-decide form').reset();
  find('#rights-decide-title').textContent = nameOf(one);
  options(find('#rights-act'), 'act', one.allowed);
  options(find('#rights-reason'), 'reason', [...REASONS, ...(one.right === 'erasure' ? AGAINST_ERASURE : [])]);
  find('#rights-act').selectedIndex = 0;
  find('#rights-reason').selectedIndex = 0;
  find('#rights-error').textContent = '';
  fit();
  find('#rights-decide').showModal();
};

/**
 * @param may whether whoever looks may decide
 * @param answer whether they may note what a system has answered
 */
export const show = (may, answer) => {
  mayDecide = may;
  mayAnswer = answer;
  rights.show();
};

export const forget = () => {
  rights.forget();
  decided.clear();
};

['#rights-of-state', '#rights-of-right'].forEach((one) =>
  find(one).addEventListener('change', () => {
    rights.forget();
    rights.show();
  })
);

find('#rights-act').addEventListener('change', fit);
find('#rights-reason').addEventListener('change', fit);
find('#rights-cancel').addEventListener('click', () => find('#rights-decide').close());

find('#rights-decide form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const {one, eventId} = chosen;
  const act = find('#rights-act').value;
  const when = find('#rights-when').value;
  const reference = find('#rights-reference').value.trim();
  const text = find('#rights-text').value.trim();
  const error = find('#rights-error');
  error.textContent = '';
  try {
    const answer = await ask('/api/rights-decisions', {
      method: 'POST',
      body: {
        eventId, subjectId: one.subjectId, requestId: one.requestId, right: one.right, act,
        ...(AT_A_TIME.includes(act) && when && {occurredAt: instantOf(when, rights.pages().at(-1).zone)}),
        ...(act === 'refuse' && {reason: find('#rights-reason').value}),
        ...(act === 'fulfil' && reference && {reference}),
        ...(text && {text}),
      },
    });
    if (answer.ok) {
      decided.set(keyOf(one), {act, stood: standing(one)});
      find('#rights-decide').close();
      draw();
      done(say('decisionTaken', {decision: say(`act:${act}`), what: nameOf(one)}));
    } else {
      error.textContent = await wrong(answer);
    }
  } catch {
    error.textContent = say('unreachable');
  }
});
