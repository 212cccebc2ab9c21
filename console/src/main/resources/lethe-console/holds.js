/** The holds and restrictions that stand, the oldest first; one more, or one less, with a reason. */
import {ask} from './ask.js';
import {decide} from './decide.js';
import {button, cell, find, row} from './element.js';
import {moment, say} from './words.js';

const BETWEEN_LOOKS = 10000;

let pages = [];
let failed = false;
let mayDecide = false;
let timer;

const act = (subjectId, holdId, action) =>
  decide({
    title: `${say(action)}: ${holdId}`,
    help: say(`${action}Help`),
    send: (body) => ask('/api/holds', {method: 'POST', body: {...body, subjectId, holdId, action}}),
    taken: () => {
      find('#holds-done').textContent = say('holdListed', {decision: say(action), hold: holdId});
      find('#holds-place').reset();
      find('#main').focus();
      timer = setTimeout(refresh, 1500);
    },
  });

const rowOf = ({holdId, subjectId, since, decidedBy}) =>
  row(
    holdId,
    moment(since),
    decidedBy ?? say('notKnown'),
    subjectId,
    cell(...(mayDecide ? [button(say('release'), () => act(subjectId, holdId, 'release'), `${say('release')}: ${holdId}`)] : []))
  );

export const draw = () => {
  const all = pages.flatMap(({holds}) => holds);
  find('#holds').hidden = !all.length;
  find('#holds tbody').replaceChildren(...all.map(rowOf));
  find('#holds-state').textContent = failed
    ? say('unreachable')
    : !pages.length
      ? say('loading')
      : pages.at(-1).complete === false
        ? say('rightsNotCounted')
        : all.length
          ? ''
          : say('nothingHeldBack');
  find('#holds-more').hidden = !pages.at(-1)?.next;
  find('#holds-place').hidden = !mayDecide;
};

const page = async (after) => {
  const answer = await ask(`/api/holds${after ? `?after=${encodeURIComponent(after)}` : ''}`);
  if (!answer.ok) {
    throw new Error(`status ${answer.status}`);
  }
  return answer.json();
};

/** As many pages as were looked at, anew. */
export const refresh = async () => {
  clearTimeout(timer);
  try {
    const fresh = [await page()];
    while (fresh.length < pages.length && fresh.at(-1).next) {
      fresh.push(await page(fresh.at(-1).next));
    }
    pages = fresh;
    failed = false;
  } catch {
    failed = true;
  }
  if (!find('#view-holds').hidden) {
    // Whoever is about to press a button keeps it.
    if (!find('#holds').contains(document.activeElement)) {
      draw();
    }
    timer = setTimeout(refresh, BETWEEN_LOOKS);
  }
};

/** @param may whether whoever looks may decide */
export const show = (may) => {
  mayDecide = may;
  find('#holds-done').textContent = '';
  draw();
  refresh();
};

export const forget = () => {
  clearTimeout(timer);
  pages = [];
};

find('#holds-more').addEventListener('click', async () => {
  try {
    pages.push(await page(pages.at(-1).next));
  } catch {
    failed = true;
  }
  draw();
});

find('#holds-place').addEventListener('submit', (event) => {
  event.preventDefault();
  act(find('#holds-subject').value.trim(), find('#holds-id').value.trim(), 'place');
});
