/** One subject: what is known, what comes next and when, all of it as a file, and a hold. Whom it is about is in no address, and nothing of it is kept when one leaves. */
import {ask} from './ask.js';
import {codeButton} from './codes.js';
import {decide, wrong} from './decide.js';
import {button, cell, element, find, row} from './element.js';
import {handOut} from './export.js';
import {moment, say} from './words.js';

let seen;
let mayAct = false;
/** How the last look was asked for, without whom it was about. */
let why;

const pair = (one, other) => say('pair', {one, other});
const when = (at) => (at ? moment(at) : '');
const nobody = (by) => by ?? say('notKnown');
const purposeOf = ({purpose, recipient}) => (recipient ? `${purpose}, ${recipient}` : purpose);

const fill = (table, rows) => {
  find(table).hidden = !rows.length;
  find(`${table} tbody`).replaceChildren(...rows);
};

/** All that has a time, in order; what is still to come with it. */
const timeLine = ({consents, retention, holdHistory, rights, next}) =>
  [
    ...consents.filter(({since}) => since).map((one) => [one.since, pair(purposeOf(one), say(one.status))]),
    ...(retention.lastInteractionAt ? [[retention.lastInteractionAt, say('lastInteraction')]] : []),
    ...holdHistory.map(({holdId, at, action, decidedBy}) => [at, `${pair(say(`${action}d`), holdId)} (${nobody(decidedBy)})`]),
    ...rights.map(({right, status, dueAt}) => [dueAt, pair(say('answerDue'), `${say(`right:${right}`)}, ${say(`state:${status}`)}`)]),
    ...next.filter(({what}) => !what.startsWith('right-')).map(({what, at}) => [at, say(what), 'next']),
  ].sort(([one], [other]) => Date.parse(one) - Date.parse(other));

const act = (holdId, action) =>
  decide({
    title: pair(say(action), holdId),
    help: say(`${action}Help`),
    send: (body) => ask('/api/holds', {method: 'POST', body: {...body, subjectId: seen.subjectId, holdId, action}}),
    taken: () => {
      find('#subject-done').textContent = say('holdTaken', {decision: say(action), hold: holdId});
      find('#hold-id').value = '';
      find('#subject-title').focus();
    },
  });

/** What is said once it is proven who asks. */
const proven = ({right, requestId}) => ({
  name: `${say(`right:${right}`)}, ${requestId.slice(-12)}`,
  taken: (text) => {
    find('#subject-done').textContent = `${text} ${say('lookAgain')}`;
    find('#subject-title').focus();
  },
});

const correct = () => {
  const right = find('#correct-to').value.trim();
  decide({
    title: say('correct'),
    help: say('correctHelp'),
    send: (body) => ask('/api/corrections', {method: 'POST', body: {...body, subjectId: seen.subjectId, corrected: {[right.includes('@') ? 'email' : 'customerId']: right}}}),
    taken: () => {
      find('#subject-done').textContent = say('correctTaken');
      find('#correct').reset();
      find('#subject-title').focus();
    },
  });
};

const drawSeen = () => {
  const {subjectId, kind, status, restricted, retention, consents, holds, restrictions, links, rights, next} = seen;
  find('#subject-status').textContent = pair(say(kind ?? 'kindUnknown'), say(`subject-${status}`));
  const facts = [
    [say('subjectId'), subjectId],
    [say('lastInteraction'), when(retention.lastInteractionAt) || say('never')],
    [say('keptUntil'), when(retention.expiresAt) || say('noEnd')],
    [say('restriction'), say(restricted ? 'yes' : 'no')],
  ];
  find('#subject-facts').replaceChildren(...facts.flatMap(([term, text]) => [element('dt', term), element('dd', text)]));
  const parked = holds.length + restrictions.length;
  const steps = next.map(({what, at}) => element('li', pair(moment(at), say(what))));
  find('#subject-next').replaceChildren(...(steps.length ? steps : [element('li', say('nothingNext'))]));
  const waits = (seen.waitingErasures ?? []).map(({waitsFor, until}) => say('waitsFor', {what: waitsFor.map((id) => id.slice(-12)).join(', '), time: moment(until)}));
  find('#subject-parked').textContent = [...(parked ? [say('parked')] : []), ...waits].join(' ');
  fill('#subject-consents', consents.map((one) => row(purposeOf(one), say(one.status), when(one.since), when(one.validUntil))));
  const standing = [...holds, ...restrictions.map((one) => ({...one, holdId: one.id}))];
  fill(
    '#subject-holds',
    standing.map(({holdId, since, decidedBy}) =>
      row(holdId, when(since), nobody(decidedBy), cell(...(mayAct ? [button(say('release'), () => act(holdId, 'release'), `${say('release')}: ${holdId}`)] : [])))
    )
  );
  fill(
    '#subject-rights',
    rights.map((one) =>
      row(say(`right:${one.right}`), say(`state:${one.status}`), when(one.dueAt), cell(...(mayAct ? codeButton({...one, subjectId, kind}, proven(one)) : [])))
    )
  );
  const others = [
    ...links.map((id) => [id]),
    ...(seen.movedTo ?? []).map((one) => [one.subjectId, `${pair(say('movedTo'), moment(one.until))} `]),
    ...(seen.movedFrom ?? []).map((one) => [one.subjectId, `${pair(say('movedFrom'), moment(one.until))} `]),
  ];
  find('#subject-links').replaceChildren(
    ...others.map(([id, what = '']) => {
      const item = element('li', what);
      item.append(button(id, () => look({subjectId: id, ...why}), `${say('look')}: ${id}`));
      return item;
    })
  );
  find('#subject-linked').hidden = !others.length;
  find('#subject-line').replaceChildren(
    ...timeLine(seen).map(([at, text, className]) => {
      const item = element('li', '', className);
      item.append(element('span', moment(at), 'when'), ` ${text}`);
      return item;
    })
  );
  find('#place').hidden = !mayAct;
  find('#correct').hidden = !mayAct || kind !== 'contact' || status === 'moved';
  find('#subject-export').hidden = !mayAct;
};

export const draw = () => {
  find('#subject').hidden = !seen;
  if (seen) {
    drawSeen();
  }
};

const look = async (body) => {
  const error = find('#subject-error');
  error.textContent = '';
  find('#subject-done').textContent = '';
  try {
    const answer = await ask('/api/subject', {method: 'POST', body});
    if (answer.ok) {
      seen = await answer.json();
      why = {reason: body.reason, ...(body.reference && {reference: body.reference})};
      draw();
      find('#subject-title').focus();
    } else {
      seen = undefined;
      draw();
      error.textContent = answer.status === 404 ? say('neverSeen') : await wrong(answer);
    }
  } catch {
    error.textContent = say('unreachable');
  }
};

/** @param may whether whoever looks may place and release holds */
export const show = (may) => {
  mayAct = may;
  draw();
};

export const forget = () => {
  seen = undefined;
  find('#look').reset();
  find('#correct').reset();
  find('#subject-error').textContent = '';
  draw();
};

find('#look').addEventListener('submit', (event) => {
  event.preventDefault();
  const kind = find('#look-by').value;
  const named = find('#look-for').value.trim();
  const reference = find('#look-reference').value.trim();
  look({
    ...(kind === 'subjectId' ? {subjectId: named} : {subject: {[kind]: named}}),
    reason: find('#look-why').value,
    ...(reference && {reference}),
  });
});

['access', 'portability'].forEach((right) =>
  find(`#export-${right}`).addEventListener('click', async () => {
    find('#subject-done').textContent = await handOut({subjectId: seen.subjectId, right, ...why});
  })
);

find('#correct').addEventListener('submit', (event) => {
  event.preventDefault();
  correct();
});

find('#place').addEventListener('submit', (event) => {
  event.preventDefault();
  act(find('#hold-id').value.trim(), 'place');
});
